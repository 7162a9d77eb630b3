using static TorchSharp.torch;

namespace Coz.Toolkit;

/// <summary>Square patches of pixels as vectors: channel, row, column, the order of PyTorch's fold.</summary>
public static class Patches
{
    /// <summary>Lays patches side by side without overlap. Differentiable.</summary>
    /// <param name="patches">(N, rows * columns, C * size * size), a grid of patches, rows first; the caller keeps it.</param>
    /// <param name="rows">Rows of patches.</param>
    /// <param name="columns">Columns of patches.</param>
    /// <param name="size">The side of a patch in pixels.</param>
    /// <returns>(N, C, rows * size, columns * size); the caller disposes it.</returns>
    public static Tensor Fold(Tensor patches, long rows, long columns, int size)
    {
        using var scope = NewDisposeScope();
        return patches.view(patches.shape[0], rows, columns, -1, size, size)
            .permute(0, 3, 1, 4, 2, 5)
            .reshape(patches.shape[0], -1, rows * size, columns * size)
            .MoveToOuterDisposeScope();
    }
}
