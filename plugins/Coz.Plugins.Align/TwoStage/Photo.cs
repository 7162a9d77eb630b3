using Coz.Contracts.Devices;
using Coz.Toolkit;

namespace Coz.Plugins.Align;

/// <summary>A photo as the aligner sees it: its colours as bytes, and its luminance behind the tone curve.</summary>
internal sealed class Photo
{
    private Photo(ByteImage colours, Plane luma, AlignerImage image) => (Colours, Luma, FocalLength, Path) = (colours, luma, image.FocalLength, image.Path);

    public string Path { get; }

    public double FocalLength { get; }

    public ByteImage Colours { get; }

    public Plane Luma { get; }

    public int Width => Colours.Width;

    public int Height => Colours.Height;

    /// <exception cref="Coz.Contracts.CozException">The file is no whole image.</exception>
    public static Photo Read(AlignerImage image)
    {
        var colours = ImageFile.ReadBytes(image.Path);
        return new Photo(colours, Tone.FromLinear(Light(colours)), image);
    }

    /// <summary>The luminance before the tone curve, 0 to 255: what adds up.</summary>
    public Plane Light() => Light(Colours);

    private static Plane Light(ByteImage colours)
    {
        var light = new Plane(colours.Width, colours.Height);
        var plane = colours.Width * colours.Height;
        Parallel.For(0, colours.Height, y =>
        {
            var row = y * colours.Width;
            var target = light.Row(y);
            for (var x = 0; x < target.Length; x++)
                target[x] = (0.2126f * Tone.ToLinear(colours.Values[row + x])) + (0.7152f * Tone.ToLinear(colours.Values[plane + row + x])) + (0.0722f * Tone.ToLinear(colours.Values[(2 * plane) + row + x]));
        });
        return light;
    }
}
