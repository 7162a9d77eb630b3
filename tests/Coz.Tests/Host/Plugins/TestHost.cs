using Coz.Host;
using Coz.Tests.Support;

namespace Coz.Tests.Host.Plugins;

/// <summary>A host over chosen plugin folders.</summary>
internal static class TestHost
{
    /// <summary>A host whose policy names the folders, in their order.</summary>
    public static CozHost Over(TemporaryFolder root, params string[] folders)
    {
        var list = string.Join(", ", folders.Select(folder => $"\"{folder.Replace("\\", "/", StringComparison.Ordinal)}\""));
        File.WriteAllText(root.Path("plugins.json"), $$"""{ "folders": [{{list}}] }""");
        return new CozHost(new HostSettings(root.FullPath, [], []));
    }

    /// <summary>A host over the repository's own plugins.</summary>
    public static CozHost OverOurs(TemporaryFolder root) => Over(root, Repository.Plugins);
}
