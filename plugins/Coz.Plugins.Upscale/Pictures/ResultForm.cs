using NetVips;

namespace Coz.Plugins.Upscale.Pictures;

/// <summary>What is written.</summary>
/// <param name="Format">The file's format.</param>
/// <param name="Size">The picture's size.</param>
/// <param name="Layout">How its samples lie.</param>
/// <param name="Quality">Of JPEG and WebP, 1 to 100.</param>
internal sealed record ResultForm(PictureFormat Format, PictureSize Size, Layout Layout, int Quality)
{
    // Beyond it offsets need eight bytes; compressed data may be a little longer than plain.
    private const long LargestPlainTiff = 3L << 30;

    /// <summary>What libvips calls samples of this layout.</summary>
    public Enums.Interpretation Interpretation => (Layout.Colours, Layout.Bits) switch
    {
        (1, 8) => Enums.Interpretation.Bw,
        (1, _) => Enums.Interpretation.Grey16,
        (_, 8) => Enums.Interpretation.Srgb,
        _ => Enums.Interpretation.Rgb16,
    };

    /// <summary>Encodes an image as it comes.</summary>
    public void Save(Image image, Target target)
    {
        switch (Format)
        {
            case PictureFormat.Png:
                image.PngsaveTarget(target);
                break;
            case PictureFormat.Jpeg:
                image.JpegsaveTarget(target, q: Quality);
                break;
            case PictureFormat.Tiff:
                image.TiffsaveTarget(target, compression: Enums.ForeignTiffCompression.Deflate, predictor: Enums.ForeignTiffPredictor.Horizontal, bigtiff: Size.Pixels * Layout.PixelBytes > LargestPlainTiff);
                break;
            default:
                image.WebpsaveTarget(target, q: Quality);
                break;
        }
    }
}
