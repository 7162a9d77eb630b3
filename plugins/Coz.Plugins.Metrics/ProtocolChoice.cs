namespace Coz.Plugins.Metrics;

/// <summary>Finds protocols by name, and the nearest name to a wrong one.</summary>
internal static class ProtocolChoice
{
    public static IReadOnlyList<Protocol> Choose(IEnumerable<string> names, IReadOnlyList<Protocol> known) =>
        [.. names.Distinct().Select(name => known.First(protocol => protocol.Public.Name == name))];

    public static IEnumerable<string> Faults(IReadOnlyList<string> names, IReadOnlyList<Protocol> known)
    {
        if (names.Count == 0)
            yield return $"protocols: at least one is needed, of {All(known)}";
        foreach (var name in names)
        {
            if (!known.Any(protocol => protocol.Public.Name == name))
                yield return $"protocols: there is no '{name}'; did you mean '{Nearest(name, known)}'? Known: {All(known)}";
        }
    }

    private static string All(IReadOnlyList<Protocol> known) => string.Join(", ", known.Select(protocol => protocol.Public.Name));

    private static string Nearest(string name, IReadOnlyList<Protocol> known) =>
        known.MinBy(protocol => Distance(name, protocol.Public.Name))!.Public.Name;

    // Levenshtein's distance, one row at a time.
    private static int Distance(string a, string b)
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
                row[j] = Math.Min(replaced, Math.Min(row[j - 1], row[j]) + 1);
            }
        }

        return row[^1];
    }
}
