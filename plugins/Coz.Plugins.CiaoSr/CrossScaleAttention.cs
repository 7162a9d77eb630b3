using Coz.Toolkit;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Coz.Plugins.CiaoSr;

/// <summary>
/// Attention from every pixel to every patch of the image at half its size, which gathers the patches at full size: textures that
/// recur larger or smaller elsewhere. Source: the cross-scale attention of CSNLN (Mei et al., CVPR 2020), as CiaoSR has it.
/// </summary>
/// <remarks>
/// The correlation of every pixel with every patch has (h w)^2 / 4 numbers; it is computed, and the patches laid down, for a few rows of
/// pixels at a time.
/// The floor under a key's length is applied before the root instead of after: the same number, without an infinite slope at 0. An
/// image one pixel wide, which cannot be mirrored, is continued by its border.
/// </remarks>
internal sealed class CrossScaleAttention : nn.Module<Tensor, Tensor>
{
    private const int Scale = 2;
    private const int Kernel = 3;
    private const int Patch = Scale * Kernel;
    private const double Sharpness = 10;
    private const double Overlap = 6;

    // Correlations at once: 64 MiB in float32.
    private const long MostCorrelations = 1 << 24;

    private readonly Tensor escape_NaN;
    private readonly Sequential conv_match_1;
    private readonly Sequential conv_match_2;
    private readonly Sequential conv_assembly;
    private readonly Conv2d down;

    public CrossScaleAttention(int channels)
        : base("cross_scale_attention")
    {
        escape_NaN = tensor([1e-4f]);
        conv_match_1 = Pointwise(channels, channels / 2);
        conv_match_2 = Pointwise(channels, channels / 2);
        conv_assembly = Pointwise(channels, channels);
        down = nn.Conv2d(channels, channels, Kernel, stride: Scale, padding: 1);
        register_buffer(nameof(escape_NaN), escape_NaN);
        RegisterComponents();
    }

    /// <summary>Gathers, for each pixel, what resembles its surroundings.</summary>
    /// <param name="input">(N, C, h, w); the caller keeps it.</param>
    /// <returns>(N, C, h, w); the caller disposes it.</returns>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var (height, width) = (input.shape[2], input.shape[3]);
        var even = MakeEven(MakeEven(input, 2), 3);
        var queries = conv_match_1.forward(even);
        var half = conv_match_2.forward(F.avg_pool2d(even, Scale));
        var whole = conv_assembly.forward(even);
        var images = new List<Tensor>();
        for (var i = 0; i < input.shape[0]; i++)
            images.Add(Gather(queries.narrow(0, i, 1), half.narrow(0, i, 1), whole.narrow(0, i, 1)));
        var gathered = down.forward(cat(images)) / Overlap;
        return gathered.narrow(2, 0, height).narrow(3, 0, width).contiguous().MoveToOuterDisposeScope();
    }

    private static Sequential Pointwise(int inputs, int outputs) => nn.Sequential(nn.Conv2d(inputs, outputs, 1), nn.PReLU(1));

    // Mirrors one line at the end of an odd axis.
    private static Tensor MakeEven(Tensor map, int axis)
    {
        var count = map.shape[axis];
        return count % Scale == 0 ? map : cat([map, map.narrow(axis, Math.Max(0, count - 2), 1)], axis);
    }

    // (1, C, 2h, 2w): the patches that each pixel found, laid over each other.
    private Tensor Gather(Tensor queries, Tensor half, Tensor whole)
    {
        using var scope = NewDisposeScope();
        var (height, width) = (whole.shape[2], whole.shape[3]);
        var keys = PixelPatches(half);
        var length = keys.square().sum(-1, keepdim: true).maximum(escape_NaN.square()).sqrt();
        keys = (keys / length).t();
        var values = F.unfold(whole, Patch, padding: Scale, stride: Scale).squeeze(0).t().contiguous();
        var sides = PixelPatches(queries);
        var output = zeros(1, whole.shape[1], (height * Scale) + (2 * Scale), (width * Scale) + (2 * Scale), whole.dtype, whole.device);
        var step = Math.Max(1, MostCorrelations / keys.shape[1] / width);
        for (var row = 0L; row < height; row += step)
        {
            using var inner = NewDisposeScope();
            var rows = Math.Min(step, height - row);
            var correlation = sides.narrow(0, row * width, rows * width).matmul(keys);
            var found = (correlation * Sharpness).softmax(-1).matmul(values).t().unsqueeze(0);
            var size = (Scale * rows) + (2 * Scale);
            output.narrow(2, Scale * row, size).add_(F.fold(found, (size, output.shape[3]), (Patch, Patch), stride: (Scale, Scale)));
        }

        return output.narrow(2, Scale, height * Scale).narrow(3, Scale, width * Scale).contiguous().MoveToOuterDisposeScope();
    }

    // (pixels, 9C): the 3 x 3 surroundings of each pixel, zero outside.
    private static Tensor PixelPatches(Tensor map)
    {
        using var scope = NewDisposeScope();
        return F.unfold(map, Kernel, padding: 1).squeeze(0).t().contiguous().MoveToOuterDisposeScope();
    }
}
