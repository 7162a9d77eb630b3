using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Coz.Plugins.Linf;

/// <summary>
/// A normalizing flow between colours x and standard normal z: pairs of a linear and an affine layer, then a linear one. Scales and
/// shifts are conditioned: they come in from outside, for each point its own.
/// </summary>
internal sealed class Flow : nn.Module
{
    private const double LeastScale = 1e-4;
    private readonly ModuleList<InvertibleLinear> linears;
    private readonly InvertibleLinear last;
    private readonly int _channels;

    public Flow(int channels, int layers)
        : base("flow")
    {
        _channels = channels;
        linears = new([.. Enumerable.Range(0, layers).Select(_ => new InvertibleLinear(channels))]);
        last = new InvertibleLinear(channels);
        RegisterComponents();
    }

    /// <summary>From z to x: the inverse of every layer, last to first.</summary>
    /// <param name="z">(N, Q, channels).</param>
    /// <param name="conditions">(N, Q, layers * 2 * channels): for each layer its scales' logits, then its shifts.</param>
    public Tensor Invert(Tensor z, Tensor conditions)
    {
        using var scope = NewDisposeScope();
        var value = last.Invert(z);
        for (var i = linears.Count - 1; i >= 0; i--)
        {
            var (scale, shift) = Affine(conditions, i);
            value = linears[i].Invert((value - shift) / scale);
        }

        return value.MoveToOuterDisposeScope();
    }

    /// <summary>log p(x) = log N(z) + log |dz/dx|.</summary>
    /// <param name="x">(N, Q, channels).</param>
    /// <param name="conditions">As for <see cref="Invert"/>.</param>
    /// <returns>(N, Q).</returns>
    public Tensor LogDensity(Tensor x, Tensor conditions)
    {
        using var scope = NewDisposeScope();
        var value = x;
        var volume = last.LogDeterminant();
        for (var i = 0; i < linears.Count; i++)
        {
            var (scale, shift) = Affine(conditions, i);
            value = (linears[i].forward(value) * scale) + shift;
            volume = volume + linears[i].LogDeterminant() + scale.log().sum(-1);
        }

        var normal = (last.forward(value).square().sum(-1) + (_channels * Math.Log(2 * Math.PI))) * -0.5;
        return (normal + volume).MoveToOuterDisposeScope();
    }

    private (Tensor Scale, Tensor Shift) Affine(Tensor conditions, int layer)
    {
        var logits = conditions.narrow(-1, 2 * layer * _channels, _channels);
        return (F.sigmoid(logits + 2) + LeastScale, conditions.narrow(-1, ((2 * layer) + 1) * _channels, _channels));
    }
}
