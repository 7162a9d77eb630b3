namespace Coz.Console.Ui.Text;

/// <summary>Breaks text into lines.</summary>
internal static class Wrapping
{
    /// <summary>Breaks at spaces, and inside words that are longer than a line.</summary>
    /// <param name="text">One line of text.</param>
    /// <param name="width">The most characters a line may have; at least one is taken.</param>
    /// <param name="indent">How far lines after the first are indented.</param>
    public static IEnumerable<string> Wrap(string text, int width, int indent = 0)
    {
        var rest = text;
        var margin = "";
        while (margin.Length + rest.Length > width)
        {
            var room = Math.Max(1, width - margin.Length);
            var space = rest.LastIndexOf(' ', Math.Min(room, rest.Length - 1));
            var cut = space > 0 ? space : Math.Min(room, rest.Length);
            yield return margin + rest[..cut].TrimEnd();
            rest = rest[cut..].TrimStart();
            margin = new string(' ', Math.Min(indent, width / 2));
            if (rest.Length == 0)
                yield break;
        }

        yield return margin + rest;
    }
}
