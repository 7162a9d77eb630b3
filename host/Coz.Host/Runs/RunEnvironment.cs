using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Coz.Host.Experiments;
using Coz.Host.Plugins;

namespace Coz.Host.Runs;

/// <summary>Writes down what a run ran on, so that its numbers can be traced.</summary>
public static class RunEnvironment
{
    /// <summary>Describes this process.</summary>
    /// <param name="settings">The host's settings.</param>
    /// <param name="catalog">The plugins.</param>
    /// <param name="experiment">The experiment.</param>
    /// <returns>Versions, plugins with their hashes, git commit, machine, allocator, kernels, device, seed.</returns>
    public static JsonObject Describe(HostSettings settings, PluginCatalog catalog, Experiment experiment) => new()
    {
        ["coz"] = System.Diagnostics.FileVersionInfo.GetVersionInfo(typeof(RunEnvironment).Assembly.Location).ProductVersion,
        ["dotnet"] = RuntimeInformation.FrameworkDescription,
        ["system"] = RuntimeInformation.OSDescription,
        ["architecture"] = RuntimeInformation.ProcessArchitecture.ToString(),
        ["processors"] = Environment.ProcessorCount,
        ["glibc_tunables"] = Environment.GetEnvironmentVariable("GLIBC_TUNABLES"),
        ["coz_kernels"] = Environment.GetEnvironmentVariable("COZ_KERNELS"),
        ["device"] = experiment.Device,
        ["seed"] = experiment.Seed,
        ["git_commit"] = GitCommit(settings.Root),
        ["command"] = Environment.CommandLine,
        ["plugins"] = new JsonArray([.. catalog.Plugins.Where(plugin => plugin.Status == PluginStatus.Active).Select(plugin => new JsonObject
        {
            ["id"] = plugin.Id,
            ["version"] = plugin.Manifest!.Version,
            ["sha256"] = FolderHash.Of(plugin.Folder),
        })]),
    };

    private static string? GitCommit(string root)
    {
        try
        {
            var head = File.ReadAllText(Path.Combine(root, ".git", "HEAD")).Trim();
            if (!head.StartsWith("ref: ", StringComparison.Ordinal))
                return head;
            var loose = Path.Combine(root, ".git", head[5..]);
            return File.Exists(loose)
                ? File.ReadAllText(loose).Trim()
                : File.ReadLines(Path.Combine(root, ".git", "packed-refs")).FirstOrDefault(line => line.EndsWith(head[5..], StringComparison.Ordinal))?.Split(' ')[0];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
