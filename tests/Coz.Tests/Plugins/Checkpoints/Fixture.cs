namespace Coz.Tests.Plugins.Checkpoints;

/// <summary>The small checkpoints of the official code.</summary>
internal static class Fixture
{
    public static string Root { get; } = Path.Combine(AppContext.BaseDirectory, "Fixtures", "golden", "small");

    public static IEnumerable<string> AllPth => Directory.EnumerateFiles(Root, "*.pth", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    public static IEnumerable<string> Names => AllPth.Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'));

    public static string PathOf(string name) => Path.Combine(Root, name);
}
