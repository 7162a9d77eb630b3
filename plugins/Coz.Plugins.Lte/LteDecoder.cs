using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Toolkit;
using Coz.Toolkit.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Coz.Plugins.Lte;

/// <summary>
/// LTE (Lee and Jin, CVPR 2022): the local texture is a sum of waves whose amplitudes and frequencies come from the features and
/// whose phases come from the output pixel's size; a network maps them to RGB, blended over four pixels, on top of a bilinear upscale.
/// </summary>
/// <remarks>
/// The official test script enlarges the cell beyond the training scales; that is a matter of its protocol, not of the model, and is not
/// done here.
/// Operations an output pixel at the default sizes: 4 cells * 2 * 3 * 65 536 = 1.57 million, and 1024 sines and cosines; bytes: four rows
/// of 2 KB.
/// </remarks>
[Plugin("lte", Summary = "LTE: a local texture estimator, waves with predicted amplitude and frequency, on a bilinear upscale",
    Paper = "Lee, Jin: Local Texture Estimator for Implicit Representation Function, CVPR 2022",
    Explanation =
    [
        "Looks at the four input pixels around the output pixel, and at the eight neighbours of each of them.",
        "Is told how far away each of the four is; the output pixel's size in input pixels shifts the waves below.",
        "Texture near each of the four is a set of 128 waves; a network turns them into colours, which are blended.",
        "The colours are corrections to a smooth (bilinear) enlargement: it only has to learn what that one lacks.",
        "Choose it for fine repeating detail such as cloth or brickwork, which a few waves describe well.",
    ],
    Source = "jaewon-lee-b/lte a8815d6",
    SourceLicense = "BSD 3-Clause",
    Deviations =
    [
        "The official test script enlarges the cell beyond the scales of training; that is its protocol, and is not done here.",
    ])]
public sealed class LteDecoder : Decoder
{
    private const string Waves = "lte.waves";
    private readonly Conv2d coef;
    private readonly Conv2d freq;
    private readonly Linear phase;
    private readonly Mlp imnet;
    private readonly int _hidden;

    public LteDecoder(DecoderContext context, LteOptions options)
    {
        _hidden = options.HiddenDim;
        coef = nn.Conv2d(context.Channels, _hidden, 3, padding: 1);
        freq = nn.Conv2d(context.Channels, _hidden, 3, padding: 1);
        phase = nn.Linear(2, _hidden / 2, hasBias: false);
        imnet = new Mlp(_hidden, 3, options.HiddenList);
        RegisterComponents();
    }

    /// <summary>One pixel for the ensemble, one for the convolutions.</summary>
    public override Reach Reach => 2;

    /// <summary>
    /// The waves of every pixel: amplitudes of the cosines, of the sines, then frequencies along the rows, along the columns. The official
    /// layer has the frequencies in pairs: channel 2k is wave k's along the rows, 2k + 1 along the columns.
    /// </summary>
    /// <inheritdoc/>
    public override FeatureMap Prepare(FeatureMap map)
    {
        using var scope = NewDisposeScope();
        var kernels = cat([coef.weight!, freq.weight!.unflatten(0, _hidden / 2, 2).transpose(0, 1).flatten(0, 1)]);
        var biases = cat([coef.bias!, freq.bias!.view(_hidden / 2, 2).t().flatten()]);
        var waves = F.conv2d(ChannelsLast.Of(map.Features), kernels, biases, padding: [1]);
        return map.With((Waves, PixelRows.Flatten(waves).MoveToOuterDisposeScope()));
    }

    /// <inheritdoc/>
    public override Tensor Decode(FeatureMap map, PointQueries queries)
    {
        using var scope = NewDisposeScope();
        var around = Neighbours.Around(queries.Coords, map.Height, map.Width, [-1, 1]);
        var phases = phase.forward(LrCoordinates.RelativeCells(queries.Cells, map.Height, map.Width));

        // One cell at a time needs a quarter of the memory; where activations are computed again, all of them need little.
        var detail = LocalWaves.Trains(map[Waves], around, phases)
            ? (imnet.forward(LocalWaves.Apply(map[Waves], around, phases)) * around.AreaWeights().unsqueeze(-1)).sum(2)
            : around.Blend((index, relative) => imnet.forward(LocalWaves.Cell(map[Waves], index, relative, phases)));
        return (detail + BilinearSkip.Sample(map.Image, queries.Coords)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override Tensor Decode(FeatureMap map, GridQueries grid, int chunk = DefaultChunk)
    {
        if (!KernelPath.Serves(this, map))
            return base.Decode(map, grid, chunk);
        using var scope = NewDisposeScope();
        var width = Vectors.Widest;
        var (rows, columns) = AxisNeighbours.Of(grid, map, [-1, 1]);
        var phases = phase.forward(tensor([2 * (float)grid.Rows.Step.ToDouble(), 2 * (float)grid.Columns.Step.ToDouble()]));
        var layers = imnet.Linears.Select((layer, i) => (Weight: i == 0 ? WaveRows.Spread(layer.weight, cells: 1) : layer.weight, layer.bias)).ToList();
        var hidden = new DenseStack(layers.SkipLast(1).Select(layer => (layer.Weight, (Tensor?)layer.bias)), Activation.Relu, isLastActive: true, width);
        var last = TensorMemory.Pack(layers[^1].Weight, layers[^1].bias, width);
        return GridRender.Run(map, grid, hasSkip: true, width, (n, output) =>
            new EnsembleKernel(new WaveRows(map, map[Waves].select(0, n), phases, rows, columns), hidden, last, output)).MoveToOuterDisposeScope();
    }
}
