namespace Coz.Host;

/// <summary>Shortens what foreign code throws to what a reader needs: libtorch appends its native stack to its messages.</summary>
internal static class FirstLine
{
    /// <summary>The first line of a message, with a full stop at its end.</summary>
    /// <param name="e">What was thrown.</param>
    /// <returns>One line.</returns>
    public static string Of(Exception e)
    {
        var line = e.Message.ReplaceLineEndings("\n").Split('\n')[0].Split(" Exception raised from", 2)[0].Split("(Exception raised from", 2)[0].Trim();
        return line.Length == 0 ? e.GetType().Name + "." : line[^1] is '.' or '!' or '?' ? line : line + ".";
    }
}
