using System.ComponentModel;
using Coz.Contracts;
using Coz.Contracts.Models;

namespace Coz.Plugins.Data;

/// <summary>The options of <see cref="ListSource"/>.</summary>
public sealed record ListOptions : PluginOptions
{
    /// <summary>The sources, one after another.</summary>
    [Description("The pair sources, one after another.")]
    public IReadOnlyList<Part<PairSource>> Sources { get; init; } = [];

    /// <inheritdoc/>
    public override IEnumerable<string> Validate()
    {
        if (Sources.Count == 0)
            yield return "sources: at least one pair source is needed, for example { \"name\": \"image-folder\", \"root\": ... }";
    }
}
