using Coz.Contracts.Devices;
using Coz.Toolkit;

namespace Coz.Plugins.Align;

/// <summary>A photo as the aligner sees it: its colours as bytes, and its luma.</summary>
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
        var luma = new Plane(colours.Width, colours.Height);
        var plane = colours.Width * colours.Height;
        Parallel.For(0, colours.Height, y =>
        {
            var row = y * colours.Width;
            var target = luma.Row(y);
            for (var x = 0; x < target.Length; x++)
                target[x] = (0.299f * colours.Values[row + x]) + (0.587f * colours.Values[plane + row + x]) + (0.114f * colours.Values[(2 * plane) + row + x]);
        });
        return new Photo(colours, luma, image);
    }
}
