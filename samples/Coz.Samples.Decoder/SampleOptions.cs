using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Coz.Contracts;

namespace Coz.Samples;

/// <summary>What an experiment can set under <c>decoder</c>: <c>hidden</c> and <c>skip</c>.</summary>
public sealed record SampleOptions : PluginOptions
{
    [Description("Width of the hidden layer.")]
    [Range(1, 4096)]
    public int Hidden { get; init; } = 128;

    [Description("Add the bilinear image, so that the network learns the rest only.")]
    public bool Skip { get; init; } = true;
}
