using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Coz.Toolkit;

/// <summary>
/// 1 x 1 convolutions applied to free points: the same linear layer at each. Their weights keep a convolution's shape
/// (out, in, 1, 1), as official checkpoints have them, and are used as a matrix, which is several times faster.
/// </summary>
public static class Pointwise
{
    /// <summary>Applies a layer. Differentiable.</summary>
    /// <param name="layer">A convolution of kernel size 1, neither grouped nor strided.</param>
    /// <param name="points">(..., in); the caller keeps it.</param>
    /// <returns>(..., out); the caller disposes it.</returns>
    public static Tensor Apply(Conv2d layer, Tensor points)
    {
        ArgumentNullException.ThrowIfNull(layer);
        using var matrix = layer.weight!.flatten(1);
        return F.linear(points, matrix, layer.bias);
    }

    /// <summary>Applies layers with ReLU between them. Differentiable.</summary>
    /// <param name="layers">1 x 1 convolutions, first to last, at least one.</param>
    /// <param name="points">(..., in); the caller keeps it.</param>
    /// <returns>(..., out of the last); the caller disposes it.</returns>
    public static Tensor Apply(IEnumerable<Conv2d> layers, Tensor points)
    {
        ArgumentNullException.ThrowIfNull(layers);
        using var scope = NewDisposeScope();
        Tensor? output = null;
        foreach (var layer in layers)
        {
            using var previous = output;
            using var active = previous is null ? points.alias() : F.relu(previous);
            output = Apply(layer, active);
        }

        return output!.MoveToOuterDisposeScope();
    }
}
