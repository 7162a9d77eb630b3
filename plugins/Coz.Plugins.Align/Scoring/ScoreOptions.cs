using System.ComponentModel;
using Coz.Contracts;

namespace Coz.Plugins.Align;

/// <summary>The options of <see cref="ScoreTask"/>.</summary>
public sealed record ScoreOptions : PluginOptions
{
    /// <summary>The alignment's folder.</summary>
    [Description("The folder with alignment.json. Left out: alignment in the run's folder."), OptionPath]
    public string Alignment { get; init; } = "";

    /// <summary>The folder of true warps.</summary>
    [Description("The folder of true warps that a simulated rig keeps. Left out: the one beside the session; a real session has none, and no true error."), OptionPath]
    public string Truth { get; init; } = "";
}
