using Coz.Contracts.Models;

namespace Coz.Plugins.Data;

/// <summary>The grid of an HR image over its LR image, and the parts of it that lie over a part of that.</summary>
internal static class PairGrid
{
    private const int StepDenominator = 1 << 20;
    private const int StartDenominator = 1 << 12;
    private static readonly Rational Half = new(1, 2);

    /// <summary>The grid of all HR pixels; what was not measured covers the same field.</summary>
    public static GridQueries Of(int lrHeight, int lrWidth, int height, int width, Measured? measured) => measured is { } known
        ? new GridQueries(Axis(height, known.Scale.Rows, known.Offset.Rows), Axis(width, known.Scale.Columns, known.Offset.Columns))
        : GridQueries.Whole(lrHeight, lrWidth, height, width);

    /// <summary>The samples whose centres lie over a stretch of LR pixels, and over the whole axis: neighbouring stretches share none.</summary>
    /// <returns>The first one and how many; 0 if there are none.</returns>
    public static (int First, int Count) Over(GridAxis axis, int from, int count)
    {
        var first = Math.Clamp(FirstAfter(axis, from), 0, axis.Count);
        return ((int)first, (int)(Math.Clamp(FirstAfter(axis, from + count), 0, axis.Count) - first));
    }

    /// <summary>The stretches of a number of LR pixels that samples lie over from end to end.</summary>
    /// <returns>The first one's first pixel, and the last one's; the last is before the first if there is none.</returns>
    public static (int First, int Last) Places(GridAxis axis, int lrCount, int count)
    {
        var first = (axis.Start - (Half * axis.Step)).Floor() + 1;
        var last = (axis.Start + ((axis.Count + Half) * axis.Step) - count).Floor();
        return ((int)Math.Max(0, first), (int)Math.Min(lrCount - count, last));
    }

    // Fractions that stay small: 1e-4 of an LR pixel in the offset, 1e-6 in the step of a sample at worst.
    private static GridAxis Axis(int count, double scale, double offset)
    {
        var start = new Rational((long)Math.Round(offset * StartDenominator), StartDenominator);
        return new GridAxis(count, start, Rational.Approximate(1 / scale, StepDenominator)) { Origin = start };
    }

    // Sample i has its centre at start + (i + 1/2) step: the first one that is not before a position.
    private static long FirstAfter(GridAxis axis, long position) => -(Half - ((position - axis.Start) / axis.Step)).Floor();
}
