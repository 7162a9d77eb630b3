using System.Text.Json;
using Coz.Contracts;

namespace Coz.Host.Plugins;

/// <summary>
/// The host's policy: plugins.json at the root, kept in git (folders to search, plugins switched off), and plugins.local.json of this
/// machine (plugins switched off, pinned hashes).
/// </summary>
public sealed record PluginPolicy
{
    /// <summary>The name of the policy's file.</summary>
    public const string FileName = "plugins.json";

    /// <summary>The name of the file of this machine.</summary>
    public const string LocalFileName = "plugins.local.json";

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        AllowTrailingCommas = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>Folders whose direct children are plugins if they hold a plugin.json; relative to the policy's file.</summary>
    public IReadOnlyList<string> Folders { get; init; } = [];

    /// <summary>What is said of single plugins, by id.</summary>
    public IReadOnlyDictionary<string, Entry> Plugins { get; init; } = new Dictionary<string, Entry>();

    /// <summary>Reads the policy of a root folder.</summary>
    /// <param name="root">The folder; without plugins.json in it the policy is empty.</param>
    /// <returns>The policy, the machine's entries over the project's.</returns>
    /// <exception cref="CozException">One of the files is not readable as a policy.</exception>
    public static PluginPolicy Read(string root)
    {
        var shared = ReadFile(Path.Combine(root, FileName));
        var local = ReadFile(Path.Combine(root, LocalFileName));
        var plugins = new Dictionary<string, Entry>(shared.Plugins);
        foreach (var (id, entry) in local.Plugins)
        {
            var known = plugins.GetValueOrDefault(id) ?? new Entry();
            plugins[id] = new Entry { Enabled = known.Enabled && entry.Enabled, Sha256 = entry.Sha256 ?? known.Sha256 };
        }

        return new PluginPolicy { Folders = [.. shared.Folders, .. local.Folders], Plugins = plugins };
    }

    private static PluginPolicy ReadFile(string path)
    {
        if (!File.Exists(path))
            return new PluginPolicy();
        try
        {
            return JsonSerializer.Deserialize<PluginPolicy>(File.ReadAllText(path), Json) ?? new PluginPolicy();
        }
        catch (JsonException e)
        {
            throw new CozException($"{path}, line {e.LineNumber + 1}: {e.Message.Split(" Path:")[0]} Mend the file, or delete it for the defaults.", e);
        }
    }

    /// <summary>What is said of a plugin.</summary>
    public sealed record Entry
    {
        /// <summary>False to leave it out.</summary>
        public bool Enabled { get; init; } = true;

        /// <summary>The hash its files must have; null if it is not pinned.</summary>
        public string? Sha256 { get; init; }
    }
}
