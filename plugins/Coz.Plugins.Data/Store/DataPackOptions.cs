using System.ComponentModel;
using Coz.Contracts;

namespace Coz.Plugins.Data;

/// <summary>The options of <see cref="DataPackTask"/>.</summary>
public sealed record DataPackOptions : PluginOptions
{
    /// <summary>The data set: all images below this folder are packed.</summary>
    [OptionPath]
    [Description("The data set: all images below this folder are packed.")]
    public required string Root { get; init; }

    /// <summary>The store's folder; null for the data set's path with .tiles behind it.</summary>
    [OptionPath]
    [Description("The store's folder; beside the data set by default: its path with .tiles behind it.")]
    public string? Out { get; init; }
}
