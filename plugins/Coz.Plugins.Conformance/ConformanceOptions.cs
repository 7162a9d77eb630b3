using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Coz.Contracts;
using Coz.Contracts.Devices;

namespace Coz.Plugins.Conformance;

/// <summary>The options of <see cref="ConformanceTask"/>.</summary>
public sealed record ConformanceOptions : PluginOptions
{
    /// <summary>The plugin whose parts are tried.</summary>
    [Description("The id of the plugin whose parts are tried; of the sections, those of other plugins are left alone. Left out: all.")]
    public string Plugin { get; init; } = "";

    /// <summary>How long all checks of a part may take.</summary>
    [Description("Seconds for all checks of one part."), Range(1.0, 86400.0)]
    public double Deadline { get; init; } = 1800;

    /// <summary>The camera.</summary>
    [Section]
    [Description("The camera: a driver and its options.")]
    public Part<Camera>? Camera { get; init; }

    /// <summary>The lens.</summary>
    [Section]
    [Description("The zoom lens: a driver and its options.")]
    public Part<ZoomLens>? Lens { get; init; }

    /// <summary>The aligner.</summary>
    [Section]
    [Description("The aligner and its options.")]
    public Part<Aligner>? Aligner { get; init; }
}
