using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Coz.Contracts;
using Coz.Contracts.Devices;

namespace Coz.Plugins.Align;

/// <summary>The options of <see cref="AlignTask"/>.</summary>
public sealed record AlignOptions : PluginOptions
{
    /// <summary>The aligner.</summary>
    [Section]
    [Description("The aligner and its limits.")]
    public required Part<Aligner> Aligner { get; init; }

    /// <summary>The session's folder.</summary>
    [Description("The capture session's folder. Left out: session in the run's folder, where a capture before it in a sequence leaves one."), OptionPath]
    public string Session { get; init; } = "";

    /// <summary>How many pairs at a time.</summary>
    [Description("How many pairs are aligned at a time; 0: as many as there are cores, within memory_gb."), Range(0, 1024)]
    public int Parallel { get; init; }

    /// <summary>The memory that pairs may take together, in GB.</summary>
    [Description("The memory that the pairs aligned at a time may take together, in GB; one pair is always aligned."), Range(0.1, 4096.0)]
    public double MemoryGb { get; init; } = 3;

    /// <summary>Whether a report is written.</summary>
    [Description("Write a report with plots and pictures for each frame.")]
    public bool Report { get; init; } = true;
}
