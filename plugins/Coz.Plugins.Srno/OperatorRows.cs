using Coz.Contracts.Models;
using Coz.Toolkit;
using Coz.Toolkit.Kernels;
using static TorchSharp.torch;

namespace Coz.Plugins.Srno;

/// <summary>A tile of points on their way through the operator: embedded, then changed by the attention blocks whose context is known.</summary>
internal sealed unsafe class OperatorRows
{
    private const int Around = 4;
    private readonly AxisNeighbours _rows;
    private readonly AxisNeighbours _columns;
    private readonly AlignedBuffer _rowShare;
    private readonly AlignedBuffer _columnShare;
    private readonly float* _places;
    private readonly int _lrWidth;
    private readonly List<(PackedLayer First, PackedLayer Second)> _blocks = [];

    /// <summary>Prepares the points of one image.</summary>
    /// <param name="places">(h * w * 4, width): the first layer's share of each pixel's features, for each place around a query; the caller keeps it alive.</param>
    /// <param name="position">(width, 8): the first layer's weights of the four relative positions.</param>
    /// <param name="constant">(width): what the size of an output pixel and the bias add.</param>
    public OperatorRows(Tensor places, Tensor position, Tensor constant, AxisNeighbours rows, AxisNeighbours columns, int lrWidth)
    {
        (_rows, _columns, _lrWidth) = (rows, columns, lrWidth);
        _places = TensorMemory.Address(places);
        Width = (int)places.shape[1];
        using var scope = NewDisposeScope();
        var weights = position.detach().to(float64).reshape(-1, 2, 2, 2);
        _rowShare = rows.Linear(weights.select(3, 0).sum(2), constant.detach().to(float64));
        _columnShare = columns.Linear(weights.select(3, 1).sum(1), null);
    }

    /// <summary>The numbers of a point.</summary>
    public int Width { get; }

    /// <summary>Scratch numbers for a tile, its points not counted.</summary>
    public static int ScratchFor(int rows, int width) => 2 * DenseStack.Padded(rows) * width;

    /// <summary>Lets later tiles pass through a block.</summary>
    /// <param name="first">Attention and the first projection in one layer.</param>
    /// <param name="second">The second projection.</param>
    public void Add(PackedLayer first, PackedLayer second) => _blocks.Add((first, second));

    /// <summary>Fills a tile with the points of one output row.</summary>
    public void Fill<TLanes, TVector>(int row, int column, int count, float* points, float* scratch)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        for (var i = 0; i < count; i++)
            Embed<TLanes, TVector>(row, column + i, points + (i * Width));
        var rows = DenseStack.Padded(count);
        var changed = scratch + (rows * Width);
        foreach (var (first, second) in _blocks)
        {
            first.Apply<TLanes, TVector>(rows, points, Width, scratch, Width);
            RowLoops.Gelu<TLanes, TVector>(scratch, rows * Width);
            second.Apply<TLanes, TVector>(rows, scratch, Width, changed, Width);
            for (var i = 0; i < rows * Width; i += TLanes.Count)
                TLanes.Store(points + i, TLanes.Add(TLanes.Load(points + i), TLanes.Load(changed + i)));
        }
    }

    private void Embed<TLanes, TVector>(int row, int column, float* to)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        Span<float> areas = stackalloc float[Around];
        AreaWeights.Of(_rows.Relative(_rows.Phase(row)), _columns.Relative(_columns.Phase(column)), areas);
        var (top, bottom) = ((nint)_rows.Cells(row)[0] * _lrWidth, (nint)_rows.Cells(row)[1] * _lrWidth);
        var (left, right) = (_columns.Cells(column)[0], _columns.Cells(column)[1]);
        var a = _places + ((top + left) * Around * Width);
        var b = _places + ((((top + right) * Around) + 1) * Width);
        var c = _places + ((((bottom + left) * Around) + 2) * Width);
        var d = _places + ((((bottom + right) * Around) + 3) * Width);
        var below = _rowShare.Address + ((nint)_rows.Phase(row) * Width);
        var beside = _columnShare.Address + ((nint)_columns.Phase(column) * Width);
        for (var i = 0; i < Width; i += TLanes.Count)
        {
            var sum = TLanes.Add(TLanes.Load(below + i), TLanes.Load(beside + i));
            sum = TLanes.MultiplyAdd(TLanes.Load(a + i), TLanes.All(areas[0]), sum);
            sum = TLanes.MultiplyAdd(TLanes.Load(b + i), TLanes.All(areas[1]), sum);
            sum = TLanes.MultiplyAdd(TLanes.Load(c + i), TLanes.All(areas[2]), sum);
            sum = TLanes.MultiplyAdd(TLanes.Load(d + i), TLanes.All(areas[3]), sum);
            TLanes.Store(to + i, sum);
        }
    }
}
