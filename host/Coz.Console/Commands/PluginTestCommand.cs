using System.CommandLine;
using Coz.Contracts;
using Coz.Host;
using Coz.Host.Plugins;

namespace Coz.Console.Commands;

/// <summary>coz plugins test: the conformance checks on the drivers and aligners of one plugin.</summary>
internal static class PluginTestCommand
{
    public static Command Create()
    {
        var plugin = new Argument<string>("plugin") { Description = "A plugin's id, or its folder." };
        var config = new Option<string?>("--config") { Description = "A rig's .json file: sections camera, lens and aligner, as in an experiment.", HelpName = "rig.json" };
        var command = new Command("test", "Run the conformance checks on the cameras, lenses and aligners of a plugin.") { plugin, config };
        command.SetAction((parsed, cancellationToken) =>
        {
            var chosen = parsed.GetValue(plugin)!;
            var isFolder = Directory.Exists(chosen);
            var host = SharedOptions.Host(parsed, isFolder ? [chosen] : []);
            var record = host.Catalog.Plugins.FirstOrDefault(candidate => isFolder ? candidate.Folder == Path.TrimEndingDirectorySeparator(Path.GetFullPath(chosen)) : candidate.Id == chosen)
                ?? throw new UsageException($"There is no plugin '{chosen}', nor a folder; {Nearest.Hint(chosen, host.Catalog.Plugins.Select(candidate => candidate.Id))}");
            if (record.Status != PluginStatus.Active)
                throw new CozException($"Plugin '{record.Id}' cannot be used ({record.Status}): {record.Fault?.Cause}. {record.Fault?.Remedy}");
            var file = parsed.GetValue(config);
            IEnumerable<string> settings = file is null ? DefaultParts(record) : [];
            return TaskVerb.RunToolAsync(host, file, [$"task:name=conformance", $"task:plugin={record.Id}", .. settings, .. SharedOptions.Settings(parsed)], "conformance", parsed.GetValue(SharedOptions.Json), cancellationToken);
        });
        return command;
    }

    // Without a configuration, the first part of each kind with its default options.
    private static IEnumerable<string> DefaultParts(PluginRecord plugin) =>
        from kind in new[] { "camera", "lens", "aligner" }
        let part = plugin.Manifest!.Provides.FirstOrDefault(part => part.Kind == kind)
        where part is not null
        select $"{kind}:name={part.Name}";
}
