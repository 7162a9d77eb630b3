using Coz.Contracts.Models;
using static TorchSharp.torch;

namespace Coz.Toolkit.Kernels;

/// <summary>
/// The waves of LTE (Lee and Jin, CVPR 2022, equation 5) around each query: amplitude times cosine and sine of pi times (frequency
/// times relative position, plus a phase).
/// </summary>
public sealed unsafe class WaveRows : IRowSource
{
    private readonly AlignedBuffer _phase;
    private readonly Tensor _waves;
    private readonly float* _address;
    private readonly int _lrWidth;
    private readonly bool _isWeighted;

    /// <summary>Prepares the rows of one image of a batch.</summary>
    /// <param name="map">The LR image's size; the caller keeps it.</param>
    /// <param name="waves">
    /// (h * w, 4 W): amplitudes of the W cosines, of the W sines, frequencies of the W waves along the rows, along the columns; the caller keeps it alive.
    /// </param>
    /// <param name="phase">(W): what the output pixel's size adds to the angles, in half turns; the caller keeps it.</param>
    /// <param name="rows">The cells around each query, along the rows.</param>
    /// <param name="columns">The cells around each query, along the columns.</param>
    /// <param name="isWeighted">Whether the rows are multiplied by their cells' area weights.</param>
    public WaveRows(FeatureMap map, Tensor waves, Tensor phase, AxisNeighbours rows, AxisNeighbours columns, bool isWeighted = false)
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentNullException.ThrowIfNull(waves);
        ArgumentNullException.ThrowIfNull(phase);
        (Rows, Columns, _lrWidth, _isWeighted) = (rows, columns, map.Width, isWeighted);
        using var parts = waves.unflatten(1, 4, waves.shape[1] / 4);
        _waves = TensorMemory.WholeVectors(parts);
        _address = TensorMemory.Address(_waves);
        _phase = new AlignedBuffer((int)_waves.shape[2]);
        TensorMemory.Copy(phase).CopyTo(_phase.Span);
    }

    /// <summary>The first layer's weights in the order of the rows: whole vectors of cosines, then of sines, for each cell.</summary>
    /// <param name="weight">(outputs, cells * 2 W, ...) of a layer that is applied to the waves of that many cells at once; the caller keeps it.</param>
    /// <param name="cells">The cells.</param>
    /// <returns>(outputs, cells * <see cref="Stride"/>); the caller disposes it.</returns>
    public static Tensor Spread(Tensor weight, int cells)
    {
        ArgumentNullException.ThrowIfNull(weight);
        using var scope = NewDisposeScope();
        var parts = weight.detach().flatten(1).unflatten(1, 2 * cells, weight.shape[1] / (2 * cells));
        return TensorMemory.WholeVectors(parts).flatten(1).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public AxisNeighbours Rows { get; }

    /// <inheritdoc/>
    public AxisNeighbours Columns { get; }

    /// <inheritdoc/>
    public int Stride => 2 * _phase.Length;

    /// <inheritdoc/>
    public void Fill<TLanes, TVector>(int row, int column, int count, float* to)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var half = _phase.Length;
        var below = Rows.Relative(Rows.Phase(row));
        Span<float> weights = stackalloc float[Rows.Around * Columns.Around];
        weights.Fill(1);
        for (var i = column; i < column + count; i++)
        {
            var beside = Columns.Relative(Columns.Phase(i));
            if (_isWeighted)
                AreaWeights.Of(below, beside, weights);
            for (var y = 0; y < Rows.Around; y++)
            {
                for (var x = 0; x < Columns.Around; x++, to += Stride)
                {
                    var pixel = _address + ((((nint)Rows.Cells(row)[y] * _lrWidth) + Columns.Cells(i)[x]) * 4 * half);
                    Wave<TLanes, TVector>(pixel, below[y], beside[x], weights[(y * Columns.Around) + x], to);
                }
            }
        }
    }

    private void Wave<TLanes, TVector>(float* pixel, float below, float beside, float weight, float* to)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var half = _phase.Length;
        var (y, x, w) = (TLanes.All(below), TLanes.All(beside), TLanes.All(weight));
        for (var j = 0; j < half; j += TLanes.Count)
        {
            var angle = TLanes.MultiplyAdd(TLanes.Load(pixel + (2 * half) + j), y, TLanes.Load(_phase.Address + j));
            angle = TLanes.MultiplyAdd(TLanes.Load(pixel + (3 * half) + j), x, angle);
            var (sin, cos) = VectorMath.SinCosPi<TLanes, TVector>(angle);
            TLanes.Store(to + j, TLanes.Multiply(TLanes.Multiply(TLanes.Load(pixel + j), w), cos));
            TLanes.Store(to + half + j, TLanes.Multiply(TLanes.Multiply(TLanes.Load(pixel + half + j), w), sin));
        }
    }
}
