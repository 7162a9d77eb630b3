using Coz.Contracts.Models;
using Coz.Toolkit;
using Coz.Toolkit.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Coz.Plugins.Linf;

/// <summary>
/// What both LINF decoders are: LTE's waves at the four pixels around a query, weighted by area and joined; a network that turns them
/// into the conditions of a flow; the flow over what a bilinear upscale lacks (LINF, section 3).
/// </summary>
/// <remarks>
/// Deviation: the flow's linear layers start as rotations (<see cref="InvertibleLinear"/>). The first layer of the network stays with
/// the queries: it acts on waves, which depend on where a query lies, so nothing of it can be computed once a pixel.
/// </remarks>
public abstract class FlowDecoder : Decoder
{
    private const string Waves = "linf.waves";
    private readonly Conv2d _coef;
    private readonly Conv2d _freq;
    private readonly Linear _phase;
    private readonly Conv2d[] _layers;
    private readonly Flow _flow;
    private readonly int _hidden;
    private readonly int _channels;

    private protected FlowDecoder(DecoderContext context, LinfOptions options, int channels)
    {
        (_hidden, _channels) = (options.HiddenDim, channels);
        Latent = new Latent(channels, options.Temperature, options.Seed);
        _coef = nn.Conv2d(context.Channels, _hidden, 3, padding: 1);
        _freq = nn.Conv2d(context.Channels, _hidden, 3, padding: 1);
        _phase = nn.Linear(2, _hidden / 2, hasBias: false);
        int[] widths = [4 * _hidden, .. Enumerable.Repeat(_hidden, options.NumLayer), options.FlowLayers * 2 * channels];
        _layers = [.. widths.Zip(widths.Skip(1), (inputs, outputs) => nn.Conv2d(inputs, outputs, 1))];
        _flow = new Flow(channels, options.FlowLayers);

        // Registered by hand: the base class finds private fields of the most derived class only. Every second layer is a ReLU.
        register_module("coef", _coef);
        register_module("freq", _freq);
        register_module("phase", _phase);
        register_module("layers", nn.Sequential(_layers.Select((layer, i) => ($"{2 * i}", (nn.Module<Tensor, Tensor>)layer))));
        register_module("imnet", _flow);
    }

    /// <summary>What Decode starts from.</summary>
    private protected Latent Latent { get; }

    /// <inheritdoc/>
    public override FeatureMap Prepare(FeatureMap map)
    {
        using var scope = NewDisposeScope();
        var waves = F.conv2d(ChannelsLast.Of(map.Features), cat([_coef.weight!, _freq.weight!]), cat([_coef.bias!, _freq.bias!]), padding: [1]);
        return map.With((Waves, PixelRows.Flatten(waves).MoveToOuterDisposeScope()));
    }

    /// <summary>Decodes the places of a grid, some at a time, each with its own latent.</summary>
    /// <param name="map">What Prepare returned.</param>
    /// <param name="grid">The places: pixels, or patches of them.</param>
    /// <param name="chunk">The most places at once.</param>
    /// <param name="decode">Gets places and their latent (N, Q, channels), returns (N, Q, channels).</param>
    /// <returns>(N, places, channels); the caller disposes it.</returns>
    private protected Tensor InChunks(FeatureMap map, GridQueries grid, int chunk, Func<PointQueries, Tensor, Tensor> decode)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(chunk, 1);
        var (dtype, device) = (map.Features.dtype, map.Features.device);
        using var scope = NewDisposeScope();
        var output = empty(map.Batch, grid.Count, _channels, dtype, device);
        for (var first = 0L; first < grid.Count; first += chunk)
        {
            using var inner = NewDisposeScope();
            var count = Math.Min(chunk, grid.Count - first);
            var latent = Latent.At(grid, first, count, dtype, device).expand(map.Batch, count, _channels);
            output.narrow(1, first, count).copy_(decode(grid.ToPoints(map.Height, map.Width, map.Batch, dtype, device, first, count), latent));
        }

        return output.MoveToOuterDisposeScope();
    }

    /// <summary>Decodes a grid of pixels, one RGB each, with a kernel.</summary>
    /// <param name="map">What Prepare returned.</param>
    /// <param name="grid">The output grid.</param>
    /// <returns>(N, 3, rows, columns); the caller disposes it.</returns>
    private protected Tensor Fused(FeatureMap map, GridQueries grid)
    {
        using var scope = NewDisposeScope();
        var width = Vectors.Widest;
        var (rows, columns) = AxisNeighbours.Of(grid, map, [-1, 1]);
        var phases = _phase.forward(tensor([2 * (float)grid.Rows.Step.ToDouble(), 2 * (float)grid.Columns.Step.ToDouble()]));
        var spread = WaveRows.Spread(_layers[0].weight!, cells: rows.Around * columns.Around);
        var layers = new DenseStack(_layers.Select((layer, i) => (i == 0 ? spread : (Tensor)layer.weight!, (Tensor?)layer.bias)), Activation.Relu, isLastActive: false, width);
        var flow = _flow.ToKernel();
        var latent = Latent.IsZero ? null : Latent.At(grid, 0, grid.Count, ScalarType.Float32, CPU).contiguous();
        return GridRender.Run(map, grid, hasSkip: true, width, Kernel).MoveToOuterDisposeScope();

        unsafe ITileKernel Kernel(long n, OutputPlanes output) =>
            new FlowKernel(new WaveRows(map, map[Waves].select(0, n), phases, rows, columns, isWeighted: true), layers, flow, latent is null ? null : TensorMemory.Address(latent), grid.Columns.Count, output);
    }

    /// <summary>What the bilinear upscale lacks, for a latent (N, Q, channels): the same shape.</summary>
    private protected Tensor Residual(FeatureMap map, PointQueries queries, Tensor latent)
    {
        using var conditions = Conditions(map, queries);
        return _flow.Invert(latent, conditions);
    }

    /// <summary>The log-density (N, Q) of what the bilinear upscale lacks.</summary>
    private protected Tensor LogDensity(FeatureMap map, PointQueries queries, Tensor residual)
    {
        using var conditions = Conditions(map, queries);
        return _flow.LogDensity(residual, conditions);
    }

    private Tensor Conditions(FeatureMap map, PointQueries queries)
    {
        using var scope = NewDisposeScope();
        using var around = Neighbours.Around(queries.Coords, map.Height, map.Width, [-1, 1]);
        var weights = around.AreaWeights();
        var phases = _phase.forward(LrCoordinates.RelativeCells(queries.Cells, map.Height, map.Width));

        // The first half of the frequencies lies along the rows, the second along the columns: not LTE's pairs.
        var basis = LocalWaves.Apply(map[Waves], around, phases, weights).flatten(2);
        var conditions = KernelPath.Trains(this, basis)
            ? TrainedLayers.Apply(basis, [.. _layers.Select(layer => (layer.weight!.flatten(1), (Tensor)layer.bias!))], Activation.Relu)
            : Pointwise.Apply(_layers, basis);
        return conditions.MoveToOuterDisposeScope();
    }
}
