using Coz.Contracts;
using Coz.Toolkit;
using static TorchSharp.torch;

namespace Coz.Plugins.Metrics;

/// <summary>Two images as a protocol compares them: channel, range, rounding and shave applied.</summary>
internal static class Compared
{
    public static (Raster Sr, Raster Hr) Under(Protocol protocol, Tensor sr, Tensor hr, double scale)
    {
        if (!sr.shape.AsSpan().SequenceEqual(hr.shape) || sr.shape is not [1, 3, _, _])
            throw new CozException($"{protocol.Public.Name}: two images (1, 3, H, W) of one size are needed, got ({string.Join(", ", sr.shape)}) and ({string.Join(", ", hr.shape)}).");
        var shave = ScaleRules.Shave(scale) + protocol.ExtraShave;
        return (Shaved(Samples(sr, protocol.Channel), protocol, shave), Shaved(Samples(hr, protocol.Channel), protocol, shave));
    }

    // LIIF's luma has no offset: the luma of the difference is the difference of the lumas.
    private static Raster Samples(Tensor image, MeasuredChannel channel) => channel switch
    {
        MeasuredChannel.Rgb => Rounded(image),
        MeasuredChannel.Y => Luma.Bt601(Rounded(image)),
        MeasuredChannel.YRounded => Luma.Bt601(Rounded(image)).Map(Levels.Round),
        MeasuredChannel.RgbFloat => Clamped(image),
        MeasuredChannel.LiifLuma => Luma.LiifDifference(Clamped(image)),
        _ => throw new ArgumentOutOfRangeException(nameof(channel), channel, "An unknown channel."),
    };

    private static Raster Rounded(Tensor image) => Raster.From(image, 255).Map(Levels.Round);

    private static Raster Clamped(Tensor image) => Raster.From(image).Map(value => Math.Clamp(value, 0, 1));

    private static Raster Shaved(Raster image, Protocol protocol, int shave)
    {
        var view = protocol.IsTransposed ? new Raster(image.Channels, image.Width, image.Height, image.Values) : image;
        var (height, width) = (view.Height - (2 * shave), view.Width - (2 * shave));
        return height >= 1 && width >= 1
            ? view.Crop(shave, shave, height, width)
            : throw new CozException($"{protocol.Public.Name}: nothing of {view.Width}x{view.Height} pixels is left after a shave of {shave} on each side; use larger images, or a protocol that shaves less.");
    }
}
