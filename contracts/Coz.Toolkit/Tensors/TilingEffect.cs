using System.Reflection;
using Coz.Contracts;
using Coz.Contracts.Models;

namespace Coz.Toolkit;

/// <summary>What cutting a picture into tiles does to a decoder's result.</summary>
public static class TilingEffect
{
    /// <summary>Says it.</summary>
    /// <param name="decoder">The decoder: of several stages it may look at the whole image with some options only, which its reach says.</param>
    /// <returns>A sentence: the decoder's own (<see cref="PluginAttribute.Tiling"/>), or what its reach says; null if tiles with a margin of its reach equal the whole.</returns>
    public static string? Of(Decoder decoder)
    {
        ArgumentNullException.ThrowIfNull(decoder);
        if (!decoder.Reach.IsGlobal && decoder.Coupling != Coupling.WholeSet)
            return null;
        return decoder.GetType().GetCustomAttribute<PluginAttribute>()?.Tiling is { Length: > 0 } own ? own : "it looks at the whole image.";
    }
}
