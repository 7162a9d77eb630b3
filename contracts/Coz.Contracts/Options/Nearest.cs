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

    /// <summary>The least number of letters to insert, delete or replace, or of neighbours to swap (Damerau and Levenshtein; no letter twice).</summary>
    /// <param name="a">A word.</param>
    /// <param name="b">A word.</param>
    /// <returns>The number.</returns>
    public static int Distance(string a, string b)
    {
        var (before, row) = (Array.Empty<int>(), Enumerable.Range(0, b.Length + 1).ToArray());
        for (var i = 1; i <= a.Length; i++)
        {
            var next = new int[b.Length + 1];
            next[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                next[j] = Math.Min(row[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1), Math.Min(row[j], next[j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    next[j] = Math.Min(next[j], before[j - 2] + 1);
            }

            (before, row) = (row, next);
        }

        return row[b.Length];
    }
}
