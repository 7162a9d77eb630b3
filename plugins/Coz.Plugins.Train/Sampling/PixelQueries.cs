using System.Runtime.InteropServices;
using Coz.Contracts;
using Coz.Contracts.Models;

namespace Coz.Plugins.Train;

/// <summary>
/// Turns a patch into a sample: some of its output pixels, drawn without replacement, with their places and colours; and, for decoders
/// that draw patches of output pixels, the colours around each. A real pair may lie a little below scale 1 on an axis, so that its patch
/// has fewer pixels than its LR image: then all are drawn, and the first ones again until there are enough.
/// </summary>
/// <param name="count">How many pixels.</param>
/// <param name="size">The side of the square of pixels that a query stands for: odd, 1 for the pixel alone.</param>
internal sealed class PixelQueries(int count, int size)
{
    /// <exception cref="UsageException">More pixels are asked for than the LR patch has, and the patch has fewer.</exception>
    public Sample Draw(SampleKey key, ImagePair patch, SampleRandom random)
    {
        var (rows, columns) = (patch.Grid.Rows, patch.Grid.Columns);
        var pixels = rows.Count * columns.Count;
        var (lrHeight, lrWidth) = ((int)patch.Lr.shape[2], (int)patch.Lr.shape[3]);
        if (pixels < count && count > lrHeight * lrWidth)
            throw new UsageException($"queries: {count} pixels are to be drawn, and a patch of {patch.Info.Image} has {columns.Count}x{rows.Count}: ask for at most patch x patch.");
        using var lrWhole = patch.Lr.contiguous();
        using var hrWhole = patch.Hr.contiguous();
        var hr = MemoryMarshal.Cast<byte, float>(hrWhole.bytes);
        var around = size * size;
        var (coords, cells, colours, inside) = (new float[2 * count], new float[2 * count], new float[3 * around * count], new float[around * count]);
        var (cellY, cellX) = ((float)(2 * rows.Step.ToDouble() / lrHeight), (float)(2 * columns.Step.ToDouble() / lrWidth));
        var chosen = random.Choose(Math.Min(count, pixels), pixels);
        for (var i = 0; i < count; i++)
        {
            var (row, column) = Math.DivRem(chosen[i % chosen.Length], columns.Count);
            coords[2 * i] = Normalised(rows, lrHeight, row);
            coords[(2 * i) + 1] = Normalised(columns, lrWidth, column);
            (cells[2 * i], cells[(2 * i) + 1]) = (cellY, cellX);
            for (var k = 0; k < around; k++)
            {
                var (y, x) = (row + (k / size) - (size / 2), column + (k % size) - (size / 2));
                if (y < 0 || y >= rows.Count || x < 0 || x >= columns.Count)
                    continue;
                inside[(i * around) + k] = 1;
                for (var channel = 0; channel < 3; channel++)
                    colours[(((i * 3) + channel) * around) + k] = hr[(channel * pixels) + (y * columns.Count) + x];
            }
        }

        return new Sample(key, MemoryMarshal.Cast<byte, float>(lrWhole.bytes).ToArray(), coords, cells, colours, inside);
    }

    // As GridQueries.ToPoints has it: float64, rounded once.
    private static float Normalised(GridAxis axis, int lrCount, int index)
    {
        var centre = ((index + 0.5) * axis.Step.ToDouble()) + axis.Start.ToDouble();
        return (float)((centre * (2.0 / lrCount)) - 1);
    }
}
