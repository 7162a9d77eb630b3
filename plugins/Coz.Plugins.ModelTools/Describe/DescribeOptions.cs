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

    /// <inheritdoc/>
    public override IEnumerable<string> Validate()
    {
        if (Encoder is null && Decoder is null && Metric is null)
            yield return "there is nothing to describe: name an encoder, a decoder or a metric";
    }
}
