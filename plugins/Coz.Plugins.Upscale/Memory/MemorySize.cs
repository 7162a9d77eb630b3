using System.Globalization;
using System.Text.RegularExpressions;

namespace Coz.Plugins.Upscale.Memory;

/// <summary>Amounts of memory as people write them.</summary>
internal static partial class MemorySize
{
    /// <summary>Mebi: 2 to the 20th.</summary>
    public const long Mebi = 1L << 20;

    private const long Largest = 1L << 50;

    /// <summary>Reads an amount.</summary>
    /// <param name="text">A number and KiB, MiB, GiB or TiB, or KB, MB, GB, TB for powers of ten.</param>
    /// <returns>Bytes; null if the text is none, or names less than one byte or more than 2^50.</returns>
    public static long? Parse(string text)
    {
        var match = Pattern().Match(text.Trim());
        if (!match.Success || !double.TryParse(match.Groups[1].ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            return null;
        var power = "KMGT".IndexOf(char.ToUpperInvariant(match.Groups[2].Value[0]), StringComparison.Ordinal) + 1;
        var bytes = number * Math.Pow(match.Groups[3].Length > 0 ? 1024 : 1000, power);
        return bytes is >= 1 and <= Largest ? (long)bytes : null;
    }

    /// <summary>Writes an amount in MiB.</summary>
    public static string Show(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{(double)bytes / Mebi:0} MiB");

    [GeneratedRegex("^([0-9]+(?:\\.[0-9]+)?) ?([KMGT])(i?)B$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
