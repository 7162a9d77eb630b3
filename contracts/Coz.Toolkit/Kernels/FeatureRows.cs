using Coz.Contracts.Models;
using static TorchSharp.torch;

namespace Coz.Toolkit.Kernels;

/// <summary>
/// A first layer that acts on an LR pixel's features and, linearly, on where the query lies seen from that pixel, with its activation.
/// The features' share is computed once an LR pixel by the caller, that of the position once for each sub-pixel phase of a row and of a column.
/// </summary>
public sealed unsafe class FeatureRows : IRowSource
{
    private readonly AlignedBuffer _rowShare;
    private readonly AlignedBuffer _columnShare;
    private readonly Activation _activation;
    private readonly Tensor _features;
    private readonly float* _address;
    private readonly int _lrWidth;

    /// <summary>Prepares the rows of one image of a batch.</summary>
    /// <param name="map">The LR image's size; the caller keeps it.</param>
    /// <param name="features">(h * w, width): the first layer's share of the features, bias included; the caller keeps it alive.</param>
    /// <param name="position">
    /// (width, 2 or 4): the first layer's weights of the relative position (row, column; half LR pixels) and, if 4, of the output
    /// pixel's size in the same unit; float32 on the CPU. The caller keeps it.
    /// </param>
    /// <param name="activation">What follows the first layer.</param>
    /// <param name="grid">The output grid.</param>
    /// <param name="rows">The cells around each query, along the rows.</param>
    /// <param name="columns">The cells around each query, along the columns.</param>
    public FeatureRows(FeatureMap map, Tensor features, Tensor position, Activation activation, GridQueries grid, AxisNeighbours rows, AxisNeighbours columns)
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentNullException.ThrowIfNull(position);
        ArgumentNullException.ThrowIfNull(grid);
        (Rows, Columns, _activation, _lrWidth) = (rows, columns, activation, map.Width);
        _features = TensorMemory.WholeVectors(features);
        _address = TensorMemory.Address(_features);
        Stride = (int)_features.shape[1];
        var (weights, inputs) = (TensorMemory.Copy(position), (int)position.shape[1]);
        double Size(int j) => inputs < 4 ? 0 : 2 * ((weights[(j * inputs) + 2] * grid.Rows.Step.ToDouble()) + (weights[(j * inputs) + 3] * grid.Columns.Step.ToDouble()));
        _rowShare = Share(rows, weights.Length / inputs, (j, relative) => (weights[j * inputs] * (double)relative) + Size(j));
        _columnShare = Share(columns, weights.Length / inputs, (j, relative) => weights[(j * inputs) + 1] * (double)relative);
    }

    /// <inheritdoc/>
    public AxisNeighbours Rows { get; }

    /// <inheritdoc/>
    public AxisNeighbours Columns { get; }

    /// <inheritdoc/>
    public int Stride { get; }

    /// <inheritdoc/>
    public void Fill<TLanes, TVector>(int row, int column, int count, float* to)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var first = to;
        var rowShare = _rowShare.Address + ((nint)Rows.Phase(row) * Rows.Around * Stride);
        for (var i = column; i < column + count; i++)
        {
            var columnShare = _columnShare.Address + ((nint)Columns.Phase(i) * Columns.Around * Stride);
            for (var y = 0; y < Rows.Around; y++)
            {
                for (var x = 0; x < Columns.Around; x++, to += Stride)
                {
                    var pixel = _address + ((((nint)Rows.Cells(row)[y] * _lrWidth) + Columns.Cells(i)[x]) * Stride);
                    RowLoops.Sum<TLanes, TVector>(pixel, rowShare + (y * Stride), columnShare + (x * Stride), to, Stride, _activation == Activation.Relu);
                }
            }
        }

        if (_activation == Activation.Gelu)
            RowLoops.Gelu<TLanes, TVector>(first, (int)(to - first));
    }

    private AlignedBuffer Share(AxisNeighbours axis, int outputs, Func<int, float, double> share)
    {
        var buffer = new AlignedBuffer(axis.Phases * axis.Around * Stride);
        for (var phase = 0; phase < axis.Phases; phase++)
        {
            for (var k = 0; k < axis.Around; k++)
            {
                for (var j = 0; j < outputs; j++)
                    buffer.Address[(((phase * axis.Around) + k) * Stride) + j] = (float)share(j, axis.Relative(phase)[k]);
            }
        }

        return buffer;
    }
}
