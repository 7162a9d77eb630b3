using System.Globalization;

namespace Coz.Plugins.Benchmark;

/// <summary>Words and numbers as files and tables write them, whatever the system's culture.</summary>
internal static class Label
{
    public const string NoEnsemble = "none";
    public const string EightFold = "x8";
    public const string NoEncoder = "none";

    public static string OfScale(double scale) => "x" + Exact(scale);

    /// <summary>Unrounded; an infinite value is <c>inf</c>.</summary>
    public static string Exact(double value) => double.IsPositiveInfinity(value) ? "inf"
        : double.IsNegativeInfinity(value) ? "-inf"
        : double.IsNaN(value) ? "nan"
        : value.ToString("R", CultureInfo.InvariantCulture);

    public static string Rounded(double value, int digits) =>
        double.IsFinite(value) ? value.ToString("F" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : Exact(value);

    public static string OfTrained(bool? trained) => trained switch { true => "true", false => "false", null => "" };

    /// <summary>A name as part of a path.</summary>
    public static string File(string name) => string.Concat(name.Select(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' or '+' ? c : '_')) is { Length: > 0 } safe && safe.Trim('.').Length > 0 ? safe : "_";
}
