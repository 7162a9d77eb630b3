using NetVips;

namespace Coz.Tests.Plugins.Upscale;

/// <summary>Small pictures with known content, as real files.</summary>
internal static class Photo
{
    /// <summary>Waves with some noise, 8 bits.</summary>
    public static Image Of(int width, int height, int bands = 3)
    {
        var noise = new Random(1);
        var values = new byte[width * height * bands];
        for (var i = 0; i < values.Length; i++)
        {
            var (x, y, b) = (i / bands % width, i / bands / width, i % bands);
            values[i] = (byte)Math.Clamp(128 + (90 * Math.Sin((x / (4.0 + b)) + (y / 7.0))) + noise.Next(-8, 9), 0, 255);
        }

        using var image = Image.NewFromMemory(values, width, height, bands, Enums.BandFormat.Uchar);
        return image.Copy(interpretation: bands < 3 ? Enums.Interpretation.Bw : Enums.Interpretation.Srgb).CopyMemory();
    }

    /// <summary>The same picture in 16 bits, its low bytes filled too.</summary>
    public static Image Wide(Image image) =>
        (image.Cast(Enums.BandFormat.Ushort) * 257).Cast(Enums.BandFormat.Ushort).Copy(interpretation: image.Bands < 3 ? Enums.Interpretation.Grey16 : Enums.Interpretation.Rgb16);

    /// <summary>What a camera says: make, date, place, XMP, and an orientation.</summary>
    public static Image Described(Image image, int orientation) => image.Copy(xres: 11.811, yres: 11.811).Mutate(m =>
    {
        m.Set(GValue.GIntType, "orientation", orientation);
        m.Set(GValue.RefStrType, "exif-ifd0-Make", "Nikon (Nikon, ASCII, 6 components, 6 bytes)");
        m.Set(GValue.RefStrType, "exif-ifd2-DateTimeOriginal", "2020:01:02 03:04:05 (2020:01:02 03:04:05, ASCII, 20 components, 20 bytes)");
        m.Set(GValue.RefStrType, "exif-ifd2-FNumber", "28/10 (f/2.8, Rational, 1 components, 8 bytes)");
        m.Set(GValue.RefStrType, "exif-ifd3-GPSLatitudeRef", "N (N, ASCII, 2 components, 2 bytes)");
        m.Set(GValue.BlobType, "xmp-data", System.Text.Encoding.UTF8.GetBytes("<x:xmpmeta xmlns:x='adobe:ns:meta/'><r tiff:Orientation=\"6\"/></x:xmpmeta>"));
    });

    /// <summary>The samples of a file's first row of pixels, and its shape.</summary>
    public static (int Width, int Height, int Bands, Enums.BandFormat Format) ShapeOf(string path)
    {
        using var image = Image.NewFromFile(path);
        return (image.Width, image.Height, image.Bands, image.Format);
    }

    /// <summary>All samples of a file.</summary>
    public static double[] SamplesOf(string path)
    {
        using var image = Image.NewFromFile(path);
        using var wide = image.Cast(Enums.BandFormat.Double);
        return wide.WriteToMemory<double>();
    }

    /// <summary>A text field of a file up to its first bracket; null if there is none.</summary>
    public static string? FieldOf(string path, string field)
    {
        using var image = Image.NewFromFile(path);
        return image.Contains(field) ? $"{image.Get(field)}".Split(" (")[0] : null;
    }

    /// <summary>A block of a file; null if there is none.</summary>
    public static byte[]? BlockOf(string path, string field)
    {
        using var image = Image.NewFromFile(path);
        return image.Contains(field) ? (byte[])image.Get(field) : null;
    }
}
