using System.Reflection;
using Coz.Contracts;
using Coz.Contracts.Models;

namespace Coz.Plugins.Upscale;

/// <summary>What tiles do to the result of a decoder that looks at the whole picture.</summary>
internal static class TilingNote
{
    /// <summary>The decoder's own words, or what its reach says.</summary>
    public static string Of(Decoder decoder) => decoder.GetType().GetCustomAttribute<PluginAttribute>()?.Tiling is { Length: > 0 } own
        ? $"is changed by tiles: {own}"
        : "looks at the whole picture, so tiles change its result.";
}
