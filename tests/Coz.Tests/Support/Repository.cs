using System.Reflection;

namespace Coz.Tests.Support;

/// <summary>The sources this test assembly was built from, and what was built beside it.</summary>
internal static class Repository
{
    /// <summary>The folder of COZ.sln.</summary>
    public static string Root { get; } = Metadata("CozRoot");

    /// <summary>Debug or Release.</summary>
    public static string Configuration { get; } = Metadata("CozConfiguration");

    /// <summary>The NuGet folder it was restored to.</summary>
    public static string Packages { get; } = Metadata("CozPackages");

    /// <summary>The plugins of the repository, a folder each, in this configuration.</summary>
    public static string Plugins => Configuration == "Release" ? Path("artifacts", "plugins") : Path("artifacts", "debug", "plugins");

    /// <summary>The plugins that are broken on purpose, a folder each.</summary>
    public static string BadPlugins => Path("artifacts", "bad-plugins");

    /// <summary>A path under the root.</summary>
    public static string Path(params string[] parts) => System.IO.Path.Combine([Root, .. parts]);

    private static string Metadata(string key) =>
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
