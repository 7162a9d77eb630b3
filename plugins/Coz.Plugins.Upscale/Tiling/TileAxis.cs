using Coz.Contracts.Models;

namespace Coz.Plugins.Upscale.Tiling;

/// <summary>
/// One axis of a picture cut into tiles. All windows are equally long, the ones at the picture's ends reach further inside than they
/// would have to: equal shapes use the same memory again, and take the same way through the tensor library.
/// </summary>
/// <param name="Axis">The whole output axis.</param>
/// <param name="LrCount">LR pixels along it.</param>
/// <param name="Margin">LR pixels that an output sample looks at, on each side of the pixel that holds it.</param>
/// <param name="Tiles">How many tiles, at most one a sample.</param>
internal sealed record TileAxis(GridAxis Axis, int LrCount, int Margin, int Tiles)
{
    /// <summary>LR pixels of a window.</summary>
    public int Window
    {
        get
        {
            var span = ((Longest * Axis.Step) + 2).Floor() + (2L * Margin);
            return Tiles == 1 ? LrCount : (int)Math.Min(LrCount, span);
        }
    }

    /// <summary>Output samples of the longest tile.</summary>
    public int Longest => ((Axis.Count - 1) / Tiles) + 1;

    /// <summary>A tile.</summary>
    /// <param name="index">Which, from 0.</param>
    public TileSpan this[int index]
    {
        get
        {
            var first = (int)((long)Axis.Count * index / Tiles);
            var count = (int)((long)Axis.Count * (index + 1) / Tiles) - first;
            var start = Axis.Centre(first).Floor() - Margin;
            return new TileSpan(first, count, (int)Math.Clamp(start, 0, LrCount - Window), Window);
        }
    }

    /// <summary>The fewest tiles whose windows are no longer than a limit.</summary>
    /// <returns>How many; one a sample if nothing is short enough.</returns>
    public static int Fewest(GridAxis axis, int lrCount, int margin, int limit)
    {
        var (low, high) = (1, axis.Count);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (new TileAxis(axis, lrCount, margin, middle).Window <= limit)
                high = middle;
            else
                low = middle + 1;
        }

        return low;
    }
}
