using System.CommandLine;
using System.Text.Json.Nodes;
using Coz.Console.Output;
using Coz.Host;
using Coz.Host.Diagnostics;
using Coz.Host.Plugins;

namespace Coz.Console.Commands;

/// <summary>coz plugins: list, doctor and test; probe is the doctor's child process.</summary>
internal static class PluginsCommand
{
    public static Command Create()
    {
        var list = new Command("list", "List the plugins that were found.");
        list.SetAction(parsed => Write(parsed, SharedOptions.Host(parsed).Catalog.Plugins, isExamined: false));
        var doctor = new Command("doctor", "Load every plugin, construct every part, and say what is wrong and what to do.");
        doctor.SetAction(async (parsed, cancellationToken) =>
        {
            var host = SharedOptions.Host(parsed);
            var examined = await new Doctor(host, skip => StartProbe(parsed, skip)).ExamineAsync(cancellationToken);
            return Write(parsed, examined, isExamined: true);
        });
        var skip = new Option<string[]>("--skip") { AllowMultipleArgumentsPerToken = true };
        var probe = new Command("probe", "Construct every part, a JSON line before and after each.") { skip };
        probe.Hidden = true;
        probe.SetAction(parsed => Probe(SharedOptions.Host(parsed), parsed.GetValue(skip) ?? []));
        var command = new Command("plugins", "List the plugins, examine them, or test their drivers.") { list, doctor, PluginTestCommand.Create(), probe };
        command.SetAction(parsed => Write(parsed, SharedOptions.Host(parsed).Catalog.Plugins, isExamined: false));
        return command;
    }

    private static System.Diagnostics.Process StartProbe(ParseResult parsed, IReadOnlyCollection<string> skip) =>
        SelfProcess.Start(["plugins", "probe", .. SharedOptions.PluginArguments(parsed), .. skip.SelectMany(key => new[] { "--skip", key })], readOutput: true);

    private static int Probe(CozHost host, string[] skip)
    {
        Json.Claim();
        foreach (var (key, fault) in new PartProbe(host.Catalog, host.Parts).Run(skip.ToHashSet(), key => Json.WriteLine(new JsonObject { ["part"] = key, ["begin"] = true })))
            Json.WriteLine(new JsonObject { ["part"] = key, ["begin"] = false, ["fault"] = fault });
        return 0;
    }

    private static int Write(ParseResult parsed, IReadOnlyList<PluginRecord> plugins, bool isExamined)
    {
        if (parsed.GetValue(SharedOptions.Json))
            Json.Write(new JsonObject { ["plugins"] = new JsonArray([.. plugins.Select(ToJson)]), ["shared"] = new JsonArray([.. SharedAssemblies.Names.Select(name => (JsonNode)name)]) });
        else
            PluginTable.Write(plugins, isExamined);
        return isExamined && plugins.Any(plugin => plugin.Status is not (PluginStatus.Active or PluginStatus.Disabled)) ? 1 : 0;
    }

    private static JsonNode ToJson(PluginRecord plugin) => new JsonObject
    {
        ["id"] = plugin.Id,
        ["version"] = plugin.Manifest?.Version,
        ["status"] = plugin.Status.ToString(),
        ["cause"] = plugin.Fault?.Cause,
        ["remedy"] = plugin.Fault?.Remedy,
        ["folder"] = plugin.Folder,
        ["license"] = plugin.Manifest?.License,
        ["citation"] = plugin.Manifest?.Citation,
        ["provides"] = new JsonArray([.. (plugin.Manifest?.Provides ?? []).Select(part => (JsonNode)part.Key)]),
    };
}
