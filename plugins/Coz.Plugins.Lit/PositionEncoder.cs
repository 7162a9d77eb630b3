using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Coz.Plugins.Lit;

/// <summary>
/// What the attention adds for a position: a linear map of the sines and cosines of its coordinates at frequencies
/// 2^x - 1, x from 0 to the scale in even steps, without a factor of pi. The keys are the official ones: <c>proj</c>.
/// </summary>
/// <remarks>
/// The channels are [sin y, sin x, cos y, cos x], and nothing mixes the axes before the linear map. So it is taken apart: the sum of a
/// part that depends on the row and one that depends on the column, 2k encodings a query instead of k x k.
/// </remarks>
internal sealed class PositionEncoder : nn.Module
{
    private readonly Linear proj;
    private readonly int _count;
    private readonly double _scale;

    public PositionEncoder(int encodings, double scale, int heads)
        : base("position_encoder")
    {
        (_count, _scale) = (encodings / 4, scale);
        proj = nn.Linear(encodings, heads);
        RegisterComponents();
    }

    /// <summary>Encodes a square of positions.</summary>
    /// <param name="rows">(N, Q, k): coordinates along the rows.</param>
    /// <param name="columns">(N, Q, k): along the columns.</param>
    /// <returns>(N, Q, k * k, heads); the caller disposes it.</returns>
    public Tensor Encode(Tensor rows, Tensor columns)
    {
        using var scope = NewDisposeScope();
        var down = Part(rows, 0).unsqueeze(3);
        var across = Part(columns, 1).unsqueeze(2);
        return (down + across + proj.bias!).flatten(2, 3).MoveToOuterDisposeScope();
    }

    /// <summary>One axis's part, without the bias, which shifts all of a softmax alike.</summary>
    /// <param name="position">(...): coordinates along the axis; float64 is computed in float64.</param>
    /// <param name="axis">0 for the rows, 1 for the columns.</param>
    /// <returns>(..., heads); the caller disposes it.</returns>
    public Tensor Part(Tensor position, int axis)
    {
        using var scope = NewDisposeScope();
        var exponents = linspace(0, _scale, _count, position.dtype, position.device);
        var angle = position.unsqueeze(-1) * (pow(2, exponents) - 1);
        var weight = cat([proj.weight.narrow(1, axis * _count, _count), proj.weight.narrow(1, (2 + axis) * _count, _count)], 1);
        return F.linear(cat([angle.sin(), angle.cos()], -1), weight.to(position.dtype)).MoveToOuterDisposeScope();
    }
}
