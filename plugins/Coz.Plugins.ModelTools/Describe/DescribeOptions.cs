using System.ComponentModel;
using Coz.Contracts;
using Coz.Contracts.Models;

namespace Coz.Plugins.ModelTools.Describe;

/// <summary>What to describe.</summary>
public sealed record DescribeOptions : PluginOptions
{
    [Section]
    [Description("The encoder and its options.")]
    public Part<Encoder>? Encoder { get; init; }

    [Section]
    [Description("The decoder and its options.")]
    public Part<Decoder>? Decoder { get; init; }

    [Section]
    [Description("The metric and its options.")]
    public Part<Metric>? Metric { get; init; }

    [Description("Describe every decoder and encoder at hand, with default options.")]
    public bool All { get; init; }

    [OptionPath]
    [Description("With all: a Markdown file to write.")]
    public string? Out { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<string> Validate()
    {
        if (Encoder is null && Decoder is null && Metric is null && !All)
            yield return "there is nothing to describe: name an encoder, a decoder or a metric, or say all";
        if (All && (Decoder is not null || Metric is not null))
            yield return "all means every decoder with its default options: leave decoder and metric out";
        if (Out is not null && !All)
            yield return "out is for all: one part is described on the screen, or as JSON";
    }
}
