using System.ComponentModel;
using Coz.Contracts;

namespace Coz.Plugins.Sequence;

/// <summary>The options of <see cref="SequenceTask"/>.</summary>
public sealed record SequenceOptions : PluginOptions
{
    /// <summary>The tasks, in order.</summary>
    [Description("The tasks, in order, each with its own options; the sections they ask for stand at the top of the experiment.")]
    public required IReadOnlyList<Part<ExperimentTask>> Steps { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<string> Validate()
    {
        if (Steps.Count == 0)
            yield return "steps is empty: at least one task is expected";
    }
}
