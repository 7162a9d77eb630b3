namespace Coz.Contracts;

/// <summary>Finds the word somebody probably meant.</summary>
public static class Nearest
{
    /// <summary>A sentence that names the nearest word, or all of them if none is near.</summary>
    /// <param name="word">What was written.</param>
    /// <param name="words">What is there.</param>
    /// <returns>"did you mean ...?", or "there are: ...".</returns>
    public static string Hint(string word, IEnumerable<string> words)
    {
        var all = words.Order(StringComparer.Ordinal).ToList();
        var best = all.MinBy(candidate => Distance(word.ToLowerInvariant(), candidate.ToLowerInvariant()));
        if (best is null)
            return "there is none";
        var near = Distance(word.ToLowerInvariant(), best.ToLowerInvariant()) <= Math.Max(2, best.Length / 2);
        return near ? $"did you mean '{best}'? Legal: {string.Join(", ", all)}" : $"legal: {string.Join(", ", all)}";
    }

    /// <summary>The least number of letters to insert, delete or replace (Levenshtein).</summary>
    /// <param name="a">A word.</param>
    /// <param name="b">A word.</param>
    /// <returns>The number.</returns>
    public static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
