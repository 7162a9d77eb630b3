using Coz.Contracts.Models;
using static TorchSharp.torch;

namespace Coz.Toolkit;

/// <summary>
/// The LR cells around each sample of one axis of a regular grid: the same as <see cref="Neighbours"/> finds for float64 points, with
/// exact positions, so that samples at the same place within their LR pixels share one <em>phase</em>. A scale of p / q has p phases,
/// and a few more at the image's border.
/// </summary>
public sealed class AxisNeighbours
{
    private const double Border = 1 - 1e-6;
    private readonly int[] _cells;
    private readonly int[] _phases;
    private readonly List<float> _relative = [];

    /// <summary>Finds the cells.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="lrCount">LR pixels along it.</param>
    /// <param name="halfCells">See <see cref="Neighbours.Around"/>.</param>
    /// <param name="nudge">See <see cref="Neighbours.DefaultNudge"/>.</param>
    public AxisNeighbours(GridAxis axis, int lrCount, IReadOnlyList<int> halfCells, double nudge = Neighbours.DefaultNudge)
        : this(axis, lrCount, [.. halfCells.Select(half => (half * (1.0 / lrCount)) + nudge)])
    {
    }

    /// <summary>Finds the cells at any distances.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="lrCount">LR pixels along it.</param>
    /// <param name="shifts">How far from each sample to look, in normalised coordinates.</param>
    public AxisNeighbours(GridAxis axis, int lrCount, IReadOnlyList<double> shifts)
    {
        ArgumentNullException.ThrowIfNull(shifts);
        (Count, Around) = (axis.Count, shifts.Count);
        (_cells, _phases) = (new int[Count * Around], new int[Count]);
        var known = new Dictionary<string, int>();
        var (step, start) = (axis.Step.ToDouble(), axis.Start.ToDouble());
        var relative = new float[Around];
        for (var i = 0; i < Count; i++)
        {
            var query = ((((i + 0.5) * step) + start) * (2.0 / lrCount)) - 1;
            for (var k = 0; k < Around; k++)
            {
                var place = Math.Clamp(query + shifts[k], -Border, Border);
                var cell = (int)Math.Clamp(Math.Round(((place + 1) * (lrCount / 2.0)) - 0.5), 0, lrCount - 1);
                _cells[(i * Around) + k] = cell;
                relative[k] = Relative(axis, i, cell);
            }

            _phases[i] = Phase(known, relative);
        }
    }

    /// <summary>Finds the cells along both axes of a grid.</summary>
    /// <param name="grid">The grid.</param>
    /// <param name="map">The LR image's size; the caller keeps it.</param>
    /// <param name="halfCells">See <see cref="Neighbours.Around"/>.</param>
    /// <param name="nudge">See <see cref="Neighbours.DefaultNudge"/>.</param>
    /// <returns>Along the rows, and along the columns.</returns>
    public static (AxisNeighbours Rows, AxisNeighbours Columns) Of(GridQueries grid, FeatureMap map, IReadOnlyList<int> halfCells, double nudge = Neighbours.DefaultNudge)
    {
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(map);
        return (new(grid.Rows, map.Height, halfCells, nudge), new(grid.Columns, map.Width, halfCells, nudge));
    }

    /// <summary>The number of samples.</summary>
    public int Count { get; }

    /// <summary>Cells a sample.</summary>
    public int Around { get; }

    /// <summary>The number of distinct phases.</summary>
    public int Phases => _relative.Count / Around;

    /// <summary>The cells of a sample, in the order of the offsets.</summary>
    /// <param name="sample">Its index.</param>
    /// <returns>LR indices along the axis.</returns>
    public ReadOnlySpan<int> Cells(int sample) => _cells.AsSpan(sample * Around, Around);

    /// <summary>The phase of a sample.</summary>
    /// <param name="sample">Its index.</param>
    /// <returns>Its phase, from 0.</returns>
    public int Phase(int sample) => _phases[sample];

    /// <summary>Where samples of a phase lie, seen from each cell.</summary>
    /// <param name="phase">The phase.</param>
    /// <returns>Sample minus cell centre, in half LR pixels.</returns>
    public ReadOnlySpan<float> Relative(int phase) => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_relative).Slice(phase * Around, Around);

    /// <summary>A linear function of the relative positions, for each phase: what a layer's position inputs give.</summary>
    /// <param name="weights">(outputs, <see cref="Around"/>), float64: the weights of a sample's relative positions; the caller keeps it.</param>
    /// <param name="constant">(outputs), float64: what is added, if anything; the caller keeps it.</param>
    /// <returns>(<see cref="Phases"/>, outputs).</returns>
    public Kernels.AlignedBuffer Linear(Tensor weights, Tensor? constant)
    {
        using var scope = NewDisposeScope();
        var relative = stack([.. Enumerable.Range(0, Phases).Select(phase => tensor(Relative(phase).ToArray(), float64))]);
        var sums = relative.matmul(weights.t());
        var table = Kernels.TensorMemory.Copy((constant is null ? sums : sums + constant).to(float32));
        var buffer = new Kernels.AlignedBuffer(table.Length);
        table.CopyTo(buffer.Span);
        return buffer;
    }

    // 2 (start + (i + 1/2) step - cell - 1/2), over one denominator: equal places give equal bits.
    private static float Relative(GridAxis axis, int sample, int cell)
    {
        var (start, step) = (axis.Start, axis.Step);
        var denominator = (Int128)start.Denominator * step.Denominator;
        var numerator = ((Int128)2 * start.Numerator * step.Denominator) + ((Int128)((2L * sample) + 1) * step.Numerator * start.Denominator);
        return (float)((double)(numerator - (((2L * cell) + 1) * denominator)) / (double)denominator);
    }

    private int Phase(Dictionary<string, int> known, float[] relative)
    {
        var key = string.Join(' ', relative.Select(BitConverter.SingleToInt32Bits));
        if (!known.TryGetValue(key, out var phase))
        {
            known[key] = phase = known.Count;
            _relative.AddRange(relative);
        }

        return phase;
    }
}
