using Coz.Contracts;

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
                yield return $"protocols: there is no '{name}'; {Nearest.Hint(name, known.Select(protocol => protocol.Public.Name))}";
        }
    }

    private static string All(IReadOnlyList<Protocol> known) => string.Join(", ", known.Select(protocol => protocol.Public.Name));
}
