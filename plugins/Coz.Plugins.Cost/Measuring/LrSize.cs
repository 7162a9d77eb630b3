using System.Globalization;

namespace Coz.Plugins.Cost.Measuring;

/// <summary>The size of an LR image, written HxW.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
public readonly record struct LrSize(int Height, int Width)
{
    private const int LongestSide = 32768;

    /// <summary>Reads a size.</summary>
    /// <param name="text">For example 128x96.</param>
    /// <returns>The size; null unless both sides are whole numbers from 1 to 32768.</returns>
    public static LrSize? Parse(string text) =>
        text.Split('x') is [var height, var width] && Side(height) is { } rows && Side(width) is { } columns ? new LrSize(rows, columns) : null;

    /// <summary>What is wrong with a size.</summary>
    /// <param name="text">The size as given.</param>
    /// <returns>One line; null if nothing is.</returns>
    public static string? Fault(string text) => Parse(text) is null
        ? $"size: expected HEIGHTxWIDTH of the LR image, each from 1 to {LongestSide}, for example 128x128; got '{text}'"
        : null;

    /// <inheritdoc/>
    public override string ToString() => $"{Height}x{Width}";

    private static int? Side(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var side) && side is >= 1 and <= LongestSide ? side : null;
}
