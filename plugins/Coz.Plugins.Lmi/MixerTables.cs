using Coz.Contracts.Models;
using Coz.Toolkit;
using Coz.Toolkit.Kernels;
using static TorchSharp.torch;

namespace Coz.Plugins.Lmi;

/// <summary>
/// What of LMI depends on a query's sub-pixel phase alone: the steering of the token mix, and the place's share of the channel mix.
/// </summary>
/// <remarks>
/// The meta network's second layer and the token mix's first are both linear: their product takes the meta network's hidden numbers to
/// the (2 * tokens, channels) sums at once. These are kept for all pairs of phases where 64 MB hold them, else made for each query, a register tile of them at a time.
/// </remarks>
internal sealed unsafe class MixerTables
{
    private const int MostKept = 1 << 24;
    private readonly AlignedBuffer _hiddenRows;
    private readonly AlignedBuffer _hiddenColumns;
    private readonly AlignedBuffer? _kept;
    private readonly AxisNeighbours _rows;
    private readonly AxisNeighbours _columns;
    private readonly PackedLayer _steering;
    private readonly int _hidden;

    /// <summary>Computes the tables.</summary>
    /// <param name="metanet">The meta network: 2 * 16 relative coordinates and the scale to (channels, 16).</param>
    /// <param name="tokenMix">The first layer of the token mix.</param>
    /// <param name="grid">The output grid.</param>
    /// <param name="rows">The cells around each query, along the rows.</param>
    /// <param name="columns">Along the columns.</param>
    /// <param name="width">The vector width.</param>
    public MixerTables(Mlp metanet, TorchSharp.Modules.Linear tokenMix, GridQueries grid, AxisNeighbours rows, AxisNeighbours columns, VectorWidth width)
    {
        (_rows, _columns) = (rows, columns);
        var tokens = rows.Around * columns.Around;
        using var scope = NewDisposeScope();
        _steering = Steering(metanet.Linears[1], tokenMix, tokens, width);

        // Rows of cells are outer: the first layer's weights of their row coordinates, summed over columns, and the other way round.
        var first = metanet.Linears[0];
        var position = first.weight.detach().to(float64).narrow(1, 0, 2 * tokens).reshape(-1, rows.Around, columns.Around, 2);
        var scale = first.weight.detach().narrow(1, 2 * tokens, 1).squeeze(1) * (2 * grid.Rows.Step.ToDouble());
        _hidden = (int)position.shape[0];
        _hiddenRows = rows.Linear(position.select(3, 0).sum(2), (scale + first.bias!.detach()).to(float64));
        _hiddenColumns = columns.Linear(position.select(3, 1).sum(1), null);
        if ((long)rows.Phases * columns.Phases * _steering.Stride <= MostKept)
            _kept = Keep(width);
    }

    /// <summary>Numbers that <see cref="Make"/> needs.</summary>
    public int Scratch => RegisterRows * (_hidden + _steering.Stride);

    private static int RegisterRows => DenseStack.Padded(1);

    /// <summary>Makes what is not kept for some queries of one row, all at once: <see cref="At"/> then finds it in the same room.</summary>
    /// <param name="count">At most a register tile's rows.</param>
    public void Make<TLanes, TVector>(int row, int column, int count, float* scratch)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        if (_kept is not null)
            return;
        for (var i = 0; i < count; i++)
            Hidden(_rows.Phase(row), _columns.Phase(column + i), scratch + (i * _hidden));
        _steering.Apply<TLanes, TVector>(RegisterRows, scratch, _hidden, scratch + (RegisterRows * _hidden), _steering.Stride);
    }

    /// <summary>The sums that the token mix starts from, its bias included: (2 * tokens, whole vectors of channels).</summary>
    /// <param name="index">The query's place among those that <see cref="Make"/> got.</param>
    public float* At(int row, int column, int index, float* scratch) => _kept is null
        ? scratch + (RegisterRows * _hidden) + (index * _steering.Stride)
        : _kept.Address + ((((nint)_rows.Phase(row) * _columns.Phases) + _columns.Phase(column)) * _steering.Stride);

    // Output (o, c): the sum over tokens t of tokenMix[o, tokens + t] * (second layer's row of (c, t)).
    private static PackedLayer Steering(TorchSharp.Modules.Linear second, TorchSharp.Modules.Linear tokenMix, int tokens, VectorWidth width)
    {
        var mix = tokenMix.weight.detach().narrow(1, tokens, tokens);
        var weight = einsum("ot,ctj->ojc", mix, second.weight.detach().unflatten(0, -1, tokens));
        var bias = einsum("ot,ct->oc", mix, second.bias!.detach().unflatten(0, -1, tokens)) + tokenMix.bias!.detach().unsqueeze(1);
        using var spread = TensorMemory.WholeVectors(weight);
        using var spreadBias = TensorMemory.WholeVectors(bias);
        using var rows = spread.transpose(1, 2).flatten(0, 1);
        using var flat = spreadBias.flatten();
        return TensorMemory.Pack(rows, flat, width);
    }

    private void Hidden(int rowPhase, int columnPhase, float* to)
    {
        var row = _hiddenRows.Address + ((nint)rowPhase * _hidden);
        var column = _hiddenColumns.Address + ((nint)columnPhase * _hidden);
        for (var j = 0; j < _hidden; j++)
            to[j] = Math.Max(0, row[j] + column[j]);
    }

    private AlignedBuffer Keep(VectorWidth width)
    {
        var pairs = _rows.Phases * _columns.Phases;
        var kept = new AlignedBuffer(DenseStack.Padded(pairs) * _steering.Stride);
        var hidden = new AlignedBuffer(DenseStack.Padded(pairs) * _hidden);
        for (var pair = 0; pair < pairs; pair++)
            Hidden(pair / _columns.Phases, pair % _columns.Phases, hidden.Address + ((nint)pair * _hidden));
        EveryCore.For(DenseStack.Padded(pairs) / RegisterRows, six => Vectors.Run(new SixRows(_steering, hidden, kept, six * RegisterRows, _hidden), width));
        return kept;
    }

    private sealed class SixRows(PackedLayer layer, AlignedBuffer hidden, AlignedBuffer kept, int first, int stride) : IVectorWork
    {
        public void Run<TLanes, TVector>()
            where TLanes : struct, ILanes<TVector>
            where TVector : struct =>
            layer.Apply<TLanes, TVector>(RegisterRows, hidden.Address + ((nint)first * stride), stride, kept.Address + ((nint)first * layer.Stride), layer.Stride);
    }
}
