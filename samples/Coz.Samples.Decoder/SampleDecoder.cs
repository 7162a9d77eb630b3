using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Toolkit;
using Coz.Toolkit.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Coz.Samples;

/// <summary>
/// One hidden layer over the nearest feature, the query's position within that LR pixel, and the size of the output pixel.
/// It follows no paper: a start for a decoder of your own.
/// </summary>
[Plugin("sample", Summary = "One hidden layer over the nearest feature, position and cell, on a bilinear image",
    Explanation =
    [
        "Looks at the one input pixel that holds the output pixel's centre.",
        "Is told where in that input pixel the centre lies, and how large the output pixel is in input pixels.",
        "A network with one hidden layer turns this into a colour correction to a smooth (bilinear) enlargement.",
        "As small as a decoder gets; neighbouring input pixels are not blended, so their borders can show.",
        "Choose it as a start for a decoder of your own: replace these lines by what yours does.",
    ])]
public sealed class SampleDecoder : Decoder
{
    private const string FirstLayer = "sample.first_layer";
    private const int Positions = 4;

    // The names of the fields are the keys of the checkpoint.
    private readonly Linear hidden;
    private readonly Linear output;
    private readonly bool _skip;

    public SampleDecoder(DecoderContext context, SampleOptions options)
    {
        hidden = nn.Linear(context.Channels + Positions, options.Hidden);
        output = nn.Linear(options.Hidden, 3);
        _skip = options.Skip;
        RegisterComponents();
    }

    // The nearest feature and the four nearest pixels.
    public override Reach Reach => 1;

    // What the hidden layer makes of the features is the same for every query: once an image.
    public override FeatureMap Prepare(FeatureMap map)
    {
        using var scope = NewDisposeScope();
        var features = F.linear(PixelRows.Flatten(map.Features), hidden.weight.narrow(1, 0, map.Channels), hidden.bias);
        return map.With((FirstLayer, features.MoveToOuterDisposeScope()));
    }

    public override Tensor Decode(FeatureMap map, PointQueries queries)
    {
        using var scope = NewDisposeScope();
        var nearest = Neighbours.Around(queries.Coords, map.Height, map.Width, [0]);
        var position = cat([nearest.Relative.squeeze(2), LrCoordinates.RelativeCells(queries.Cells, map.Height, map.Width)], -1);
        var first = PixelRows.Gather(map[FirstLayer], nearest.Index.squeeze(2)) + F.linear(position, hidden.weight.narrow(1, map.Channels, Positions));
        var rgb = output.call(F.relu(first));
        if (_skip)
            rgb = rgb + BilinearSkip.Sample(map.Image, queries.Coords);
        return rgb.MoveToOuterDisposeScope();
    }

    // Fast grids: the toolkit's kernels, where they serve. Everything else goes by points, which define the result.
    public override Tensor Decode(FeatureMap map, GridQueries grid, int chunk = DefaultChunk) => KernelPath.Serves(this, map)
        ? EnsembleGrid.Decode(map, grid, map[FirstLayer], [hidden, output], Positions, [0], hasSkip: _skip)
        : base.Decode(map, grid, chunk);
}
