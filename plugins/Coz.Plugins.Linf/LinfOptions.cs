using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Coz.Contracts;

namespace Coz.Plugins.Linf;

/// <summary>LINF's sizes; the defaults are the paper's.</summary>
public record LinfOptions : PluginOptions
{
    [Range(1, 1000)]
    [Description("Pairs of a linear and a conditioned affine layer in the flow.")]
    public int FlowLayers { get; init; } = 10;

    [Range(1, 100)]
    [Description("Hidden layers of the network that conditions the flow.")]
    public int NumLayer { get; init; } = 3;

    [Range(2, 65536)]
    [Description("The channels of amplitudes, and of frequencies: two for each wave.")]
    public int HiddenDim { get; init; } = 256;

    [Range(0.0, 1000.0)]
    [Description("The size of the noise that textures are drawn from: 0 for none, which gives the plain output.")]
    public double Temperature { get; init; }

    [Description("With a temperature: which noise. It is a function of this number and a pixel's place in the whole picture.")]
    public int Seed { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<string> Validate()
    {
        if (HiddenDim % 2 != 0)
            yield return $"hidden_dim is even, as each wave has two amplitudes and two frequencies; got {HiddenDim}";
    }
}
