using Coz.Contracts.Models;
using Coz.Toolkit;
using Coz.Toolkit.Kernels;
using static TorchSharp.torch;

namespace Coz.Plugins.Lit;

/// <summary>A stage's weights as <see cref="AttentionKernel"/> reads them, and the position's part of the attention by phase.</summary>
internal sealed unsafe class AttentionWeights
{
    private readonly AlignedBuffer _down;
    private readonly AlignedBuffer _across;

    public AttentionWeights(Mlp network, PositionEncoder positions, LitOptions options, GridQueries grid, AxisNeighbours rows, AxisNeighbours columns, VectorWidth width)
    {
        var side = (2 * options.R) + 1;
        (Channels, Heads, Neighbours) = (options.BaseDim, options.Head, side * side);
        Padded = Vectors.Whole(Neighbours);
        ShareStride = Vectors.Whole(Neighbours * Heads);
        using var scope = NewDisposeScope();
        var first = network.Linears[0];
        Hidden = (int)first.weight.shape[0];
        var weight = TensorMemory.Copy(first.weight);
        var (inputs, depth) = ((int)first.weight.shape[1], Channels / Heads);
        First = new PackedLayer[Neighbours * Heads];
        EveryCore.For(First.Length, i => First[i] = new PackedLayer(weight.AsSpan(i * depth), [], depth, width, inputs));
        var constant = first.bias!.detach().to(float64);
        if (options.IsCell)
            constant += first.weight.detach().to(float64).narrow(1, inputs - 2, 2).matmul(tensor([2 * grid.Rows.Step.ToDouble(), 2 * grid.Columns.Step.ToDouble()]));
        Bias = new AlignedBuffer(Hidden);
        TensorMemory.Copy(constant.to(float32)).CopyTo(Bias.Span);
        Layers = new DenseStack(network.Linears.Skip(1), Activation.Gelu, isLastActive: false, width);
        _down = Encoded(positions, rows, 0, side);
        _across = Encoded(positions, columns, 1, side);
    }

    /// <summary>The channels of queries, keys and values.</summary>
    public int Channels { get; }

    /// <summary>The attention's heads.</summary>
    public int Heads { get; }

    /// <summary>Pixels attended to.</summary>
    public int Neighbours { get; }

    /// <summary>The same in whole vectors.</summary>
    public int Padded { get; }

    /// <summary>From one query's shares to the next's.</summary>
    public int ShareStride { get; }

    /// <summary>The first layer's outputs.</summary>
    public int Hidden { get; }

    /// <summary>The first layer's part for each neighbour and head.</summary>
    public PackedLayer[] First { get; }

    /// <summary>What the first layer adds: its bias and the output pixel's size.</summary>
    public AlignedBuffer Bias { get; }

    /// <summary>The layers after the first.</summary>
    public DenseStack Layers { get; }

    /// <summary>Whether the kernel serves these sizes: whole vectors of any width, and a hidden layer.</summary>
    public static bool Serve(LitOptions options) =>
        options.BaseDim % Lanes512.Count == 0 && options.HiddenList.Count > 0 && options.HiddenList[0] % Lanes512.Count == 0;

    /// <summary>Writes the position's part of the attention: (heads, padded). What is beyond the neighbours gets no share.</summary>
    public void Positions<TLanes, TVector>(int rowPhase, int columnPhase, float* to)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var count = Heads * Padded;
        var down = _down.Address + ((nint)rowPhase * count);
        var across = _across.Address + ((nint)columnPhase * count);
        for (var i = 0; i < count; i += TLanes.Count)
            TLanes.Store(to + i, TLanes.Add(TLanes.Load(down + i), TLanes.Load(across + i)));
    }

    // (phases, heads, padded): each neighbour's own row's, or column's, part.
    private AlignedBuffer Encoded(PositionEncoder positions, AxisNeighbours axis, int which, int side)
    {
        var buffer = new AlignedBuffer(axis.Phases * Heads * Padded);
        using var scope = NewDisposeScope();
        var relative = stack([.. Enumerable.Range(0, axis.Phases).Select(phase => tensor(axis.Relative(phase).ToArray()))]).to(float64);
        var offsets = 2 * (arange(side, dtype: float64) - (side / 2));
        var parts = TensorMemory.Copy(positions.Part(relative - offsets, which).to(float32));
        for (var phase = 0; phase < axis.Phases; phase++)
        {
            for (var head = 0; head < Heads; head++)
            {
                var to = buffer.Span.Slice(((phase * Heads) + head) * Padded, Padded);
                to.Fill(-1e30f);
                for (var n = 0; n < Neighbours; n++)
                    to[n] = parts[(((phase * side) + (which == 0 ? n / side : n % side)) * Heads) + head];
            }
        }

        return buffer;
    }
}
