using TorchSharp.Modules;

namespace Coz.Toolkit.Kernels;

/// <summary>
/// A local ensemble in one pass: rows for each cell around each query, layers applied to each, their results blended by area, RGB
/// (LIIF and its kin). Blending comes before the last layer, which is linear, and so is applied once a query.
/// </summary>
/// <remarks>A tile is 96 rows, 24 queries of 4 cells each: see <see cref="DenseStack"/>.</remarks>
public sealed unsafe class EnsembleKernel : ITileKernel
{
    private const int TileRows = 96;
    private readonly IRowSource _source;
    private readonly DenseStack _hidden;
    private readonly PackedLayer _last;
    private readonly OutputPlanes _output;
    private readonly int _around;

    /// <summary>Prepares the kernel.</summary>
    /// <param name="source">The first rows.</param>
    /// <param name="hidden">The layers that are applied to each row: their result is active.</param>
    /// <param name="last">The last layer: to RGB.</param>
    /// <param name="output">Where the pixels go.</param>
    public EnsembleKernel(IRowSource source, DenseStack hidden, PackedLayer last, OutputPlanes output)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(hidden);
        ArgumentNullException.ThrowIfNull(last);
        (_source, _hidden, _last, _output) = (source, hidden, last, output);
        _around = source.Rows.Around * source.Columns.Around;
    }

    /// <inheritdoc/>
    public int Pixels => Math.Max(1, TileRows / _around);

    /// <inheritdoc/>
    public int Scratch => First + _hidden.ScratchFor(Padded) + (DenseStack.Padded(Pixels) * _last.Stride);

    private int Padded => DenseStack.Padded(Pixels * _around);

    private int First => Padded * _source.Stride;

    /// <inheritdoc/>
    public void Run<TLanes, TVector>(int row, int column, int count, float* scratch)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        _source.Fill<TLanes, TVector>(row, column, count, scratch);
        var hidden = _hidden.Apply<TLanes, TVector>(count * _around, scratch, _source.Stride, scratch + First, out var stride);
        if (_around > 1)
            Blend<TLanes, TVector>(row, column, count, hidden, stride);
        var rgb = scratch + First + _hidden.ScratchFor(Padded);
        _last.Apply<TLanes, TVector>(DenseStack.Padded(count), hidden, stride, rgb, _last.Stride);
        for (var i = 0; i < count; i++)
            _output.Store(row, column + i, rgb + (i * _last.Stride));
    }

    // A query's rows become one, in the place of an earlier query's.
    private void Blend<TLanes, TVector>(int row, int column, int count, float* rows, int stride)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        Span<float> weights = stackalloc float[_around];
        for (var i = 0; i < count; i++)
        {
            AreaWeights.Of(_source.Rows.Relative(_source.Rows.Phase(row)), _source.Columns.Relative(_source.Columns.Phase(column + i)), weights);
            RowLoops.Blend<TLanes, TVector>(rows + ((nint)i * _around * stride), stride, weights, rows + ((nint)i * stride), stride);
        }
    }
}
