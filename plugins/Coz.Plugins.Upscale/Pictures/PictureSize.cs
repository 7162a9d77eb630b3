using System.Globalization;

namespace Coz.Plugins.Upscale.Pictures;

/// <summary>The size of a picture, written WIDTHxHEIGHT as pictures' sizes are.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
internal readonly record struct PictureSize(int Width, int Height)
{
    private const int LongestSide = 10_000_000;

    /// <summary>The number of pixels.</summary>
    public long Pixels => (long)Width * Height;

    /// <summary>Reads a size.</summary>
    /// <returns>The size; null unless both sides are whole numbers from 1 to ten million.</returns>
    public static PictureSize? Parse(string text) =>
        text.Split('x', 'X') is [var width, var height] && Side(width) is { } columns && Side(height) is { } rows ? new PictureSize(columns, rows) : null;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Width}x{Height}");

    private static int? Side(string text) =>
        int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var side) && side is >= 1 and <= LongestSide ? side : null;
}
