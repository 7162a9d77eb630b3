using System.ComponentModel;
using Coz.Contracts;
using Coz.Contracts.Models;

namespace Coz.Plugins.Cost.Measuring;

/// <summary>The model that is measured.</summary>
public sealed record CostOptions : MeasureOptions
{
    [Section]
    [Description("The encoder and its options.")]
    public required Part<Encoder> Encoder { get; init; }

    [Section]
    [Description("The decoder and its options.")]
    public required Part<Decoder> Decoder { get; init; }
}
