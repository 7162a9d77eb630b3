using System.Globalization;
using Coz.Contracts;

namespace Coz.Toolkit;

/// <summary>
/// How a real scale turns into sizes: an LR side is floor(side / s + 1e-9), the HR image is then its own top-left part of
/// round(lr * s) pixels (halves to even, as LIIF's evaluation has it), and a border that goes by the scale is ceil(s) pixels wide.
/// Coordinates and kernels always use the true ratio of the two sizes, never the nominal scale.
/// </summary>
public static class ScaleRules
{
    /// <summary>The smallest legal scale.</summary>
    public const double Minimum = 1;

    /// <summary>The largest legal scale.</summary>
    public const double Maximum = 64;

    private const double Tolerance = 1e-9;

    /// <summary>Whether a scale is legal.</summary>
    /// <param name="scale">Any number.</param>
    /// <returns>True from <see cref="Minimum"/> to <see cref="Maximum"/>; false for NaN.</returns>
    public static bool IsLegal(double scale) => scale is >= Minimum and <= Maximum;

    /// <summary>Says what is wrong with a scale.</summary>
    /// <param name="scale">Any number.</param>
    /// <param name="key">The option it stands in, for the message.</param>
    /// <returns>One line; null if the scale is legal.</returns>
    public static string? Fault(double scale, string key) => IsLegal(scale)
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"{key}: a scale is a number from {Minimum} to {Maximum}; got {scale}");

    /// <summary>Refuses an illegal scale.</summary>
    /// <param name="scale">Any number.</param>
    /// <param name="key">The option it stands in, for the message.</param>
    /// <exception cref="UsageException">The scale is not from <see cref="Minimum"/> to <see cref="Maximum"/>.</exception>
    public static void Check(double scale, string key)
    {
        if (Fault(scale, key) is { } fault)
            throw new UsageException(fault + ".");
    }

    /// <summary>The LR side of an HR side.</summary>
    /// <param name="hr">HR pixels.</param>
    /// <param name="scale">A legal scale.</param>
    /// <returns>LR pixels; 0 where the HR side is too short.</returns>
    public static int LrSide(int hr, double scale) => (int)Math.Floor((hr / scale) + Tolerance);

    /// <summary>The output side of an LR side.</summary>
    /// <param name="lr">LR pixels.</param>
    /// <param name="scale">A legal scale.</param>
    /// <returns>HR pixels.</returns>
    public static int HrSide(int lr, double scale) => (int)Math.Round(lr * scale, MidpointRounding.ToEven);

    /// <summary>The border that a measurement leaves out.</summary>
    /// <param name="scale">A legal scale.</param>
    /// <returns>Pixels on each side.</returns>
    public static int Shave(double scale) => (int)Math.Ceiling(scale - Tolerance);

    /// <summary>The sizes of a pair made from an HR image.</summary>
    /// <param name="height">Rows of the image.</param>
    /// <param name="width">Columns of the image.</param>
    /// <param name="scale">A legal scale.</param>
    /// <param name="name">The image, for the message.</param>
    /// <returns>The LR size, and the size of the HR image's top-left part that it stands for.</returns>
    /// <exception cref="CozException">An LR side would have no pixel.</exception>
    public static PairSize PairOf(int height, int width, double scale, string name)
    {
        var (h, w) = (LrSide(height, scale), LrSide(width, scale));
        if (h < 1 || w < 1)
            throw new CozException(string.Create(CultureInfo.InvariantCulture, $"{name} has {width}x{height} pixels: at scale {scale} no LR pixel is left; use a scale of at most {Math.Min(height, width)}, or a larger image."));
        return new PairSize(h, w, HrSide(h, scale), HrSide(w, scale));
    }
}
