using System.CommandLine;
using System.Text.Json.Nodes;
using Coz.Console.Output;
using Coz.Contracts;
using Coz.Host;
using Coz.Host.Configuration;
using Coz.Host.Experiments;

namespace Coz.Console.Commands;

/// <summary>coz list: the parts at hand, from manifests alone, and the experiments.</summary>
internal static class ListCommand
{
    private static readonly Dictionary<string, string> Kinds = new()
    {
        ["encoders"] = "encoder",
        ["decoders"] = "decoder",
        ["models"] = "model",
        ["metrics"] = "metric",
        ["data"] = "data",
        ["tasks"] = "task",
        ["checkpoints"] = "checkpoint",
        ["cameras"] = "camera",
        ["lenses"] = "lens",
        ["aligners"] = "aligner",
        ["experiments"] = "experiment",
    };

    public static Command Create()
    {
        var what = new Argument<string?>("what") { Description = string.Join(" | ", Kinds.Keys), Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("list", "List the parts of all plugins and the experiments at hand.") { what };
        command.SetAction(parsed =>
        {
            var host = SharedOptions.Host(parsed);
            var chosen = parsed.GetValue(what);
            string? kind = null;
            if (chosen is not null && !Kinds.TryGetValue(chosen, out kind))
                throw new UsageException($"There is nothing called '{chosen}' to list; {Nearest.Hint(chosen, Kinds.Keys)}.");
            var entries = Entries(host).Where(entry => kind is null || entry.Kind == kind).ToList();
            if (parsed.GetValue(SharedOptions.Json))
                Json.Write(new JsonArray([.. entries.Select(entry => entry.Json)]));
            else
                Write(entries);
            return 0;
        });
        return command;
    }

    private static IEnumerable<(string Kind, string Name, string Summary, JsonObject Json)> Entries(CozHost host)
    {
        foreach (var part in host.Catalog.Parts())
            yield return (part.Kind, part.Name, part.Summary, new JsonObject { ["kind"] = part.Kind, ["name"] = part.Name, ["summary"] = part.Summary, ["plugin"] = part.PluginId });
        foreach (var (name, description, path) in ExperimentIndex.List(host.Settings.Root))
            yield return ("experiment", name, description, new JsonObject { ["kind"] = "experiment", ["name"] = name, ["summary"] = description, ["path"] = path });
    }

    private static void Write(IReadOnlyList<(string Kind, string Name, string Summary, JsonObject Json)> entries)
    {
        var width = entries.Count == 0 ? 0 : entries.Max(entry => entry.Name.Length);
        foreach (var group in entries.GroupBy(entry => entry.Kind))
        {
            System.Console.Out.WriteLine(Kinds.FirstOrDefault(kind => kind.Value == group.Key).Key ?? group.Key);
            foreach (var entry in group)
                System.Console.Out.WriteLine($"  {entry.Name.PadRight(width)}  {entry.Summary}");
        }
    }
}
