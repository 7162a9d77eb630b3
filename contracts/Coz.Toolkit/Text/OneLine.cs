namespace Coz.Toolkit;

/// <summary>Makes text from elsewhere (a file's names, the system's messages) fit for a message of one line.</summary>
public static class OneLine
{
    /// <summary>Cleans a text.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="longest">The most characters kept; more are cut and marked with three dots.</param>
    /// <returns>The text without line ends and control characters, which terminals would obey.</returns>
    public static string Of(string text, int longest = 120)
    {
        var kept = text.Length > longest ? text[..longest] : text;
        return string.Concat(kept.ReplaceLineEndings(" ").Select(c => char.IsControl(c) ? '?' : c)) + (text.Length > longest ? "..." : "");
    }
}
