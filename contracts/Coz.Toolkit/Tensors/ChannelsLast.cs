using static TorchSharp.torch;

namespace Coz.Toolkit;

/// <summary>
/// A map laid out pixel by pixel in memory, its shape and values unchanged. On a CPU libtorch's convolutions of such maps are faster, forth
/// and back, since they need no other layout inside, and <see cref="PixelRows.Flatten"/> of one copies nothing.
/// </summary>
public static class ChannelsLast
{
    /// <summary>Lays a map out so. Differentiable.</summary>
    /// <param name="map">(N, C, h, w); the caller keeps it.</param>
    /// <returns>(N, C, h, w): the same numbers, not contiguous; the caller disposes it.</returns>
    public static Tensor Of(Tensor map)
    {
        ArgumentNullException.ThrowIfNull(map);
        using var scope = NewDisposeScope();
        return map.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2).MoveToOuterDisposeScope();
    }
}
