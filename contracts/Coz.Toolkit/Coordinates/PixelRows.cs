using Coz.Toolkit.Kernels;
using static TorchSharp.torch;

namespace Coz.Toolkit;

/// <summary>
/// Reads whole pixels of a map by index. The values are those of nearest grid sampling; a pixel's channels lie together, so that a
/// read is one copy, and the gradient is the same in every run, which that of tensor[index] is not.
/// </summary>
public static class PixelRows
{
    /// <summary>Lays a map out pixel by pixel. Differentiable.</summary>
    /// <param name="map">(N, C, h, w); the caller keeps it.</param>
    /// <returns>(N, h * w, C), contiguous; the caller disposes it.</returns>
    public static Tensor Flatten(Tensor map)
    {
        using var scope = NewDisposeScope();
        return map.flatten(2).transpose(1, 2).contiguous().MoveToOuterDisposeScope();
    }

    /// <summary>Reads pixels. Differentiable in <paramref name="rows"/>.</summary>
    /// <param name="rows">(N, P, C) of <see cref="Flatten"/>; the caller keeps it.</param>
    /// <param name="index">(N, ...) int64 in 0 .. P - 1; the caller keeps it.</param>
    /// <returns>(N, ..., C); the caller disposes it.</returns>
    public static Tensor Gather(Tensor rows, Tensor index)
    {
        using var scope = NewDisposeScope();
        if (rows.dtype == ScalarType.Float32 && rows.device_type == TorchSharp.DeviceType.CPU && rows.requires_grad && is_grad_enabled())
            return GatherFunction.Apply(rows, index.reshape(index.shape[0], -1).contiguous()).view([.. index.shape, rows.shape[2]]).MoveToOuterDisposeScope();
        var (batch, pixels, channels) = (rows.shape[0], rows.shape[1], rows.shape[2]);
        var perImage = index.reshape(batch, -1);
        var first = arange(batch, int64, index.device).unsqueeze(1) * pixels;
        return rows.flatten(0, 1).index_select(0, (perImage + first).flatten()).view([.. index.shape, channels]).MoveToOuterDisposeScope();
    }
}
