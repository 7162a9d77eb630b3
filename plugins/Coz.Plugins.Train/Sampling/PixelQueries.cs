using System.Runtime.InteropServices;
using Coz.Contracts;
using Coz.Contracts.Models;

namespace Coz.Plugins.Train;

/// <summary>Turns a patch into a sample: some of its output pixels, drawn without replacement, with their places and colours.</summary>
/// <param name="count">How many pixels.</param>
internal sealed class PixelQueries(int count)
{
    /// <exception cref="CozException">The patch has fewer output pixels.</exception>
    public Sample Draw(SampleKey key, ImagePair patch, SampleRandom random)
    {
        var (rows, columns) = (patch.Grid.Rows, patch.Grid.Columns);
        var pixels = rows.Count * columns.Count;
        if (pixels < count)
            throw new UsageException($"queries: {count} pixels are to be drawn, and a patch of {patch.Info.Image} has {columns.Count}x{rows.Count}: ask for at most patch x patch.");
        using var lrWhole = patch.Lr.contiguous();
        using var hrWhole = patch.Hr.contiguous();
        var hr = MemoryMarshal.Cast<byte, float>(hrWhole.bytes);
        var (coords, cells, colours) = (new float[2 * count], new float[2 * count], new float[3 * count]);
        var (lrHeight, lrWidth) = ((int)patch.Lr.shape[2], (int)patch.Lr.shape[3]);
        var (cellY, cellX) = ((float)(2 * rows.Step.ToDouble() / lrHeight), (float)(2 * columns.Step.ToDouble() / lrWidth));
        var chosen = random.Choose(count, pixels);
        for (var i = 0; i < count; i++)
        {
            var (row, column) = (chosen[i] / columns.Count, chosen[i] % columns.Count);
            coords[2 * i] = Normalised(rows, lrHeight, row);
            coords[(2 * i) + 1] = Normalised(columns, lrWidth, column);
            (cells[2 * i], cells[(2 * i) + 1]) = (cellY, cellX);
            for (var channel = 0; channel < 3; channel++)
                colours[(3 * i) + channel] = hr[(channel * pixels) + chosen[i]];
        }

        return new Sample(key, MemoryMarshal.Cast<byte, float>(lrWhole.bytes).ToArray(), coords, cells, colours);
    }

    // As GridQueries.ToPoints has it: float64, rounded once.
    private static float Normalised(GridAxis axis, int lrCount, int index)
    {
        var centre = ((index + 0.5) * axis.Step.ToDouble()) + axis.Start.ToDouble();
        return (float)((centre * (2.0 / lrCount)) - 1);
    }
}
