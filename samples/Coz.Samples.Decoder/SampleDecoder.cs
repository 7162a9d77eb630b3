using Coz.Contracts;
using Coz.Contracts.Models;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

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
    // The names of the fields are the keys of the checkpoint.
    private readonly Linear hidden;
    private readonly Linear output;
    private readonly bool _skip;

    public SampleDecoder(DecoderContext context, SampleOptions options)
    {
        hidden = nn.Linear(context.Channels + 4, options.Hidden);
        output = nn.Linear(options.Hidden, 3);
        _skip = options.Skip;
        RegisterComponents();
    }

    // The nearest feature and the four nearest pixels.
    public override Reach Reach => 1;

    public override Tensor Decode(FeatureMap map, PointQueries queries)
    {
        using var scope = NewDisposeScope();
        var size = tensor(new double[] { map.Height, map.Width }, queries.Coords.dtype, queries.Coords.device);
        var position = (queries.Coords + 1) * size / 2;
        var pixel = minimum(position.floor().clamp(0), size - 1);
        var index = ((pixel.select(-1, 0) * map.Width) + pixel.select(-1, 1)).to(int64);
        var nearest = map.Features.flatten(2).gather(2, index.unsqueeze(1).expand(-1, map.Channels, -1)).transpose(1, 2);
        var input = cat([nearest, (position - pixel - 0.5) * 2, queries.Cells * size], -1);
        var rgb = output.call(nn.functional.relu(hidden.call(input)));
        if (_skip)
            rgb = rgb + Bilinear(map.Image, queries.Coords);
        return rgb.MoveToOuterDisposeScope();
    }

    // grid_sample takes (x, y), queries are (y, x).
    private static Tensor Bilinear(Tensor image, Tensor coords) =>
        nn.functional.grid_sample(image, coords.flip(-1).unsqueeze(1), GridSampleMode.Bilinear, GridSamplePaddingMode.Border, align_corners: false)
            .squeeze(2).transpose(1, 2);
}
