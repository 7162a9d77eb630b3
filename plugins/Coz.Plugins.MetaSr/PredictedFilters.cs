using Coz.Contracts.Models;
using Coz.Toolkit;
using Coz.Toolkit.Kernels;
using static TorchSharp.torch;

namespace Coz.Plugins.MetaSr;

/// <summary>The filters that the network predicts for each pair of sub-pixel phases, in the order in which <see cref="FilterKernel"/> reads them.</summary>
internal sealed unsafe class PredictedFilters
{
    private readonly AlignedBuffer _rowShare;
    private readonly AlignedBuffer _columnShare;
    private readonly AlignedBuffer _hidden;
    private readonly AlignedBuffer _filters;
    private readonly PackedLayer _layer;
    private readonly VectorWidth _width;
    private readonly int _inputs;
    private readonly int _phases;

    /// <summary>Prepares the prediction.</summary>
    /// <param name="network">(row, column, vertical scale) to (channels * 9, 3).</param>
    /// <param name="channels">Feature channels.</param>
    /// <param name="grid">The output grid.</param>
    /// <param name="rows">Where rows lie, seen from their pixel.</param>
    /// <param name="columns">Where columns lie.</param>
    /// <param name="width">The vector width.</param>
    public PredictedFilters(Mlp network, int channels, GridQueries grid, AxisNeighbours rows, AxisNeighbours columns, VectorWidth width)
    {
        using var scope = NewDisposeScope();
        _width = width;
        var (first, last) = (network.Linears[0], network.Linears[1]);
        var weight = first.weight.detach().to(float64);
        _inputs = (int)weight.shape[0];

        // From half pixels about the centre to pixels from the corner: p = relative / 2 + 1/2.
        var scale = weight.select(1, 2) * grid.Rows.Step.ToDouble();
        _rowShare = rows.Linear(weight.narrow(1, 0, 1) / 2, (weight.select(1, 0) / 2) + scale + first.bias!.detach().to(float64));
        _columnShare = columns.Linear(weight.narrow(1, 1, 1) / 2, weight.select(1, 1) / 2);
        using var kernels = TensorMemory.WholeVectors(last.weight.detach().view(channels, 3, 3, 3, -1).permute(3, 1, 2, 4, 0));
        using var biases = TensorMemory.WholeVectors(last.bias!.detach().view(channels, 3, 3, 3).permute(3, 1, 2, 0));
        _layer = TensorMemory.Pack(kernels.transpose(3, 4).flatten(0, 3), biases.flatten(), width);
        Channels = (int)biases.shape[3];
        _phases = columns.Phases;
        _hidden = new AlignedBuffer(DenseStack.Padded(_phases) * _inputs);
        _filters = new AlignedBuffer(DenseStack.Padded(_phases) * _layer.Stride);
    }

    /// <summary>Feature channels in whole vectors.</summary>
    public int Channels { get; }

    /// <summary>From one column phase's filters to the next's: (RGB, 3, 3, channels).</summary>
    public int Stride => _layer.Stride;

    /// <summary>Predicts the filters of one phase of the rows, for all phases of the columns.</summary>
    /// <param name="rowPhase">The phase.</param>
    /// <returns>The filters, until the next call.</returns>
    public AlignedBuffer Predict(int rowPhase)
    {
        for (var phase = 0; phase < _phases; phase++)
        {
            for (var j = 0; j < _inputs; j++)
                _hidden.Address[(phase * _inputs) + j] = Math.Max(0, _rowShare.Address[((nint)rowPhase * _inputs) + j] + _columnShare.Address[((nint)phase * _inputs) + j]);
        }

        var six = DenseStack.Padded(1);
        EveryCore.For(DenseStack.Padded(_phases) / six, part => Vectors.Run(new Part(this, part * six, six), _width));
        return _filters;
    }

    private sealed class Part(PredictedFilters filters, int first, int rows) : IVectorWork
    {
        public void Run<TLanes, TVector>()
            where TLanes : struct, ILanes<TVector>
            where TVector : struct =>
            filters._layer.Apply<TLanes, TVector>(
                rows, filters._hidden.Address + ((nint)first * filters._inputs), filters._inputs, filters._filters.Address + ((nint)first * filters.Stride), filters.Stride);
    }
}
