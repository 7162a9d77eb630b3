using Coz.Toolkit.Kernels;
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

    /// <summary>The flow as it is now, for kernels: from z to x, one point at a time.</summary>
    public Inverse ToKernel() => new([.. linears, last], _channels);

    /// <summary>The inverse with its matrices at hand.</summary>
    internal sealed unsafe class Inverse
    {
        private readonly float[][] _matrices;
        private readonly float[][] _biases;
        private readonly int _channels;

        public Inverse(IReadOnlyList<InvertibleLinear> linears, int channels)
        {
            _channels = channels;
            _matrices = [.. linears.Select(linear => TensorMemory.Copy(linear.InverseMatrix()))];
            _biases = [.. linears.Select(linear => TensorMemory.Copy(linear.Bias))];
        }

        /// <summary>Gives the x of one point.</summary>
        /// <param name="z">Its latent; null for zeros.</param>
        /// <param name="conditions">For each layer its scales' logits, then its shifts; whole vectors.</param>
        /// <param name="count">Numbers in conditions.</param>
        /// <param name="factors">Room for as many.</param>
        /// <param name="x">Room for the channels.</param>
        public void Run<TLanes, TVector>(float* z, float* conditions, int count, float* factors, float* x)
            where TLanes : struct, ILanes<TVector>
            where TVector : struct
        {
            // 1 / (1 / (1 + e) + least) = (1 + e) / (1 + least (1 + e)), with e = exp(-logit - 2).
            for (var i = 0; i < count; i += TLanes.Count)
            {
                var e = VectorMath.Exp<TLanes, TVector>(TLanes.Subtract(TLanes.All(-2), TLanes.Load(conditions + i)));
                var one = TLanes.Add(TLanes.All(1), e);
                TLanes.Store(factors + i, TLanes.Divide(one, TLanes.MultiplyAdd(one, TLanes.All((float)LeastScale), TLanes.All(1))));
            }

            Span<float> value = stackalloc float[_channels];
            for (var c = 0; c < _channels; c++)
                value[c] = z is null ? 0 : z[c];
            Multiply(_matrices.Length - 1, value, x);
            for (var layer = _matrices.Length - 2; layer >= 0; layer--)
            {
                var first = 2 * layer * _channels;
                for (var c = 0; c < _channels; c++)
                    value[c] = (x[c] - conditions[first + _channels + c]) * factors[first + c];
                Multiply(layer, value, x);
            }
        }

        private void Multiply(int layer, ReadOnlySpan<float> value, float* x)
        {
            var (matrix, bias) = (_matrices[layer], _biases[layer]);
            for (var c = 0; c < _channels; c++)
            {
                var sum = 0f;
                for (var j = 0; j < _channels; j++)
                    sum += matrix[(c * _channels) + j] * (value[j] - bias[j]);
                x[c] = sum;
            }
        }
    }
}
