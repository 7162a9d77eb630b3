namespace Coz.Contracts.Models;

/// <summary>
/// One axis of a regular output grid, in LR pixels: 0 is the outer edge of the first LR pixel, so that pixel k has its centre at
/// k + 0.5. Output sample i has its centre at <c>Start + (i + 0.5) Step</c>.
/// </summary>
/// <param name="Count">The number of output samples, at least 1.</param>
/// <param name="Start">The LR position of the outer edge of the first sample; a tile or a crop starts inside, an offset may be negative.</param>
/// <param name="Step">The size of a sample in LR pixels, positive: one over the scale.</param>
public readonly record struct GridAxis(int Count, Rational Start, Rational Step)
{
    // A pixel's index is its centre's position in pixels, rounded down. Leaned on, a grid that is half a pixel off falls to one side in
    // any precision, as one that starts at the image's edge does, whose centres are halves.
    private static readonly Rational Lean = new(1, 16);

    /// <summary>
    /// The LR position of the outer edge of the whole picture's first sample: 0, unless the LR image is itself a crop, see
    /// <see cref="RelativeTo"/>.
    /// </summary>
    public Rational Origin { get; init; }

    /// <summary>
    /// The place of the axis's first sample in the whole picture, counted from 0: what a tile, a slice or a crop began as. Negative before
    /// the picture's edge. On a grid whose samples are shifted against the picture's by a part of one, that of the sample which holds the centre.
    /// </summary>
    public long FirstIndex => (((Centre(0) - Origin) / Step) + Lean).Floor();

    /// <summary>The axis that covers a whole LR axis.</summary>
    /// <param name="lrCount">LR pixels along the axis, at least 1.</param>
    /// <param name="count">Output samples along the axis, at least 1. The scale is exactly count / lrCount.</param>
    /// <returns>The axis.</returns>
    public static GridAxis Whole(int lrCount, int count) => new(count, 0, new Rational(lrCount, count));

    /// <summary>The scale along this axis: output samples per LR pixel.</summary>
    public double Scale => 1 / Step.ToDouble();

    /// <summary>The centre of a sample.</summary>
    /// <param name="index">The sample's index from 0.</param>
    /// <returns>Its exact position in LR pixels.</returns>
    public Rational Centre(int index) => Start + (new Rational((2L * index) + 1, 2) * Step);

    /// <summary>The samples from one index on: the same positions, a part of them.</summary>
    /// <param name="first">The first sample's index.</param>
    /// <param name="count">How many.</param>
    /// <returns>The part.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The part is empty or leaves the axis.</exception>
    public GridAxis Slice(int first, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first + count, Count);
        return this with { Count = count, Start = Start + (first * Step) };
    }

    /// <summary>The same samples seen from a crop of the LR image. They stay the same samples of the whole picture: Origin moves along.</summary>
    /// <param name="lrPixels">How many LR pixels the crop starts after the image.</param>
    /// <returns>The axis in the crop's LR pixels.</returns>
    public GridAxis RelativeTo(int lrPixels) => this with { Start = Start - lrPixels, Origin = Origin - lrPixels };
}
