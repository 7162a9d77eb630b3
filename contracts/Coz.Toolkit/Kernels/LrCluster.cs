namespace Coz.Toolkit.Kernels;

/// <summary>Some LR pixels of one row, side by side, with the output pixels nearest to each. Each has slots for its queries, in sixes.</summary>
public sealed class LrCluster
{
    private readonly (int First, int Count) _outputRows;

    private LrCluster(int lrRow, (int First, int Count) outputRows, List<Pixel> pixels) => (LrRow, _outputRows, Pixels) = (lrRow, outputRows, pixels);

    /// <summary>The LR row.</summary>
    public int LrRow { get; }

    /// <summary>The LR pixels, at least one.</summary>
    public IReadOnlyList<Pixel> Pixels { get; }

    /// <summary>The slots of all.</summary>
    public int Slots => Pixels[^1].Slot + Pixels[^1].Slots;

    /// <summary>Divides a grid.</summary>
    /// <param name="rows">The nearest LR row of each output row.</param>
    /// <param name="columns">The nearest LR column of each output column.</param>
    /// <param name="mostPixels">The most LR pixels in a cluster.</param>
    /// <param name="mostSlots">The most slots, where a single pixel and a single output row do not need more.</param>
    /// <returns>The clusters: every output pixel is in one.</returns>
    public static IEnumerable<LrCluster> Split(AxisNeighbours rows, AxisNeighbours columns, int mostPixels, int mostSlots)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(columns);
        return Clusters(rows, [.. Runs(columns)], mostPixels, mostSlots);
    }

    private static IEnumerable<LrCluster> Clusters(AxisNeighbours rows, List<(int Lr, int First, int Count)> across, int mostPixels, int mostSlots)
    {
        var widest = across.Max(run => run.Count);
        foreach (var (lrRow, first, count) in Runs(rows))
        {
            var step = Math.Max(1, Math.Min(count, mostSlots / widest));
            for (var row = first; row < first + count; row += step)
            {
                var outputRows = (row, Math.Min(step, first + count - row));
                var pixels = new List<Pixel>();
                foreach (var (lrColumn, firstColumn, columnCount) in across)
                {
                    var queries = outputRows.Item2 * columnCount;
                    var slot = pixels.Count == 0 ? 0 : pixels[^1].Slot + pixels[^1].Slots;
                    var isFull = pixels.Count == mostPixels || (pixels.Count > 0 && (slot + DenseStack.Padded(queries) > mostSlots || lrColumn != pixels[^1].LrColumn + 1));
                    if (isFull)
                    {
                        yield return new LrCluster(lrRow, outputRows, pixels);
                        (pixels, slot) = ([], 0);
                    }

                    pixels.Add(new Pixel(lrColumn, firstColumn, columnCount, slot, queries));
                }

                yield return new LrCluster(lrRow, outputRows, pixels);
            }
        }
    }

    /// <summary>The output pixels nearest to an LR pixel, rows first.</summary>
    /// <param name="pixel">One of <see cref="Pixels"/>.</param>
    /// <returns>Output rows and columns.</returns>
    public IEnumerable<(int Row, int Column)> Queries(Pixel pixel)
    {
        for (var row = _outputRows.First; row < _outputRows.First + _outputRows.Count; row++)
        {
            for (var column = pixel.FirstColumn; column < pixel.FirstColumn + pixel.Columns; column++)
                yield return (row, column);
        }
    }

    // Neighbouring samples with the same nearest pixel.
    private static IEnumerable<(int Lr, int First, int Count)> Runs(AxisNeighbours axis)
    {
        for (var first = 0; first < axis.Count;)
        {
            var (lr, last) = (axis.Cells(first)[0], first);
            while (last + 1 < axis.Count && axis.Cells(last + 1)[0] == lr)
                last++;
            yield return (lr, first, last - first + 1);
            first = last + 1;
        }
    }

    /// <summary>An LR pixel.</summary>
    /// <param name="LrColumn">Its column.</param>
    /// <param name="FirstColumn">The first output column nearest to it.</param>
    /// <param name="Columns">How many output columns are.</param>
    /// <param name="Slot">Its first slot.</param>
    /// <param name="Queries">Its output pixels in the cluster.</param>
    public readonly record struct Pixel(int LrColumn, int FirstColumn, int Columns, int Slot, int Queries)
    {
        /// <summary>Its slots.</summary>
        public int Slots => DenseStack.Padded(Queries);
    }
}
