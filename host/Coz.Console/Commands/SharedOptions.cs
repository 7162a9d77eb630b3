using System.CommandLine;
using Coz.Contracts;
using Coz.Host;

namespace Coz.Console.Commands;

/// <summary>The options that every verb has, and the host they ask for.</summary>
internal static class SharedOptions
{
    public static readonly Option<bool> Json = new("--json") { Description = "One JSON document on standard output, all else on standard error.", Recursive = true };

    public static readonly Option<string[]> Set = new("--set") { Description = "Set a key of the experiment: --set data:scales=2,3", Recursive = true, HelpName = "key=value", Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = false };

    private static readonly Option<string[]> Plugin = new("--plugin") { Description = "Use the plugin in this folder as well; it stands in for one of the same id.", Recursive = true, HelpName = "folder" };

    private static readonly Option<string[]> NoPlugin = new("--no-plugin") { Description = "Leave out the plugin with this id.", Recursive = true, HelpName = "id" };

    private static readonly Option<string> Plugins = new("--plugins") { Description = "none: use no plugin but those named by --plugin.", Recursive = true, HelpName = "none" };

    public static void AddTo(Command root)
    {
        Plugins.AcceptOnlyFromAmong("none");
        foreach (var option in new Option[] { Json, Set, Plugin, NoPlugin, Plugins })
            root.Options.Add(option);
    }

    public static CozHost Host(ParseResult parsed) => Host(parsed, []);

    /// <summary>The host, with further plugins as if --plugin named them.</summary>
    public static CozHost Host(ParseResult parsed, IEnumerable<string> plugins) => new(new HostSettings(
        ProjectRoot.Find(),
        [.. (parsed.GetValue(Plugin) ?? []).Concat(plugins).Select(FolderOf)],
        [.. parsed.GetValue(NoPlugin) ?? [], .. parsed.GetValue(Plugins) == "none" ? new[] { "*" } : []]));

    private static string FolderOf(string plugin) => plugin.Length > 0
        ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(plugin))
        : throw new UsageException("--plugin expects a folder, got nothing.");

    public static IReadOnlyList<string> Settings(ParseResult parsed) => parsed.GetValue(Set) ?? [];

    /// <summary>The arguments that lead a child process to the same plugins.</summary>
    public static IEnumerable<string> PluginArguments(ParseResult parsed) =>
    [
        .. (parsed.GetValue(Plugin) ?? []).SelectMany(folder => new[] { "--plugin", folder }),
        .. (parsed.GetValue(NoPlugin) ?? []).SelectMany(id => new[] { "--no-plugin", id }),
        .. parsed.GetValue(Plugins) is { } none ? new[] { "--plugins", none } : [],
    ];
}
