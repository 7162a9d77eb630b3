using System.CommandLine;
using System.Text.Json.Nodes;
using Coz.Console.Output;
using Coz.Host;
using Coz.Host.Configuration;
using Coz.Host.Experiments;

namespace Coz.Console.Commands;

/// <summary>coz show: the resolved experiment, each value with where it was set.</summary>
internal static class ShowCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("experiment") { Description = "The experiment's .json file, or its name in 'coz list experiments'." };
        var command = new Command("show", "Show the resolved experiment with the origin of each value.") { file };
        command.SetAction(parsed =>
        {
            var (roots, dropped) = CozHost.Resolve(ExperimentIndex.Find(ProjectRoot.Find(), parsed.GetValue(file)!), SharedOptions.Settings(parsed));
            if (parsed.GetValue(SharedOptions.Json))
            {
                Json.Write(new JsonObject
                {
                    ["runs"] = new JsonArray([.. roots.Select(root => new JsonObject { ["experiment"] = root.Root.ToJson(), ["choice"] = root.Choice, ["origins"] = Origins(root.Root) })]),
                    ["dropped"] = new JsonArray([.. dropped.Select(line => (JsonNode)line)]),
                });
                return 0;
            }

            foreach (var (root, choice) in roots)
            {
                if (choice.Length > 0)
                    System.Console.Out.WriteLine($"# matrix: {choice}");
                foreach (var (key, node) in ResolvedTree.Leaves(root))
                    System.Console.Out.WriteLine($"{key} = {node.Text ?? node.ToJson()?.ToJsonString() ?? "null",-30} # {node.Origin.Label}");
            }

            foreach (var line in dropped)
                System.Console.Out.WriteLine($"# dropped: {line}");
            return 0;
        });
        return command;
    }

    private static JsonObject Origins(ConfigNode root) =>
        new(ResolvedTree.Leaves(root).Select(leaf => KeyValuePair.Create(leaf.Key, (JsonNode?)leaf.Node.Origin.Label)));
}
