using System.CommandLine;
using System.Text.Json.Nodes;
using Coz.Console.Output;
using Coz.Contracts;
using Coz.Host.Experiments;

namespace Coz.Console.Commands;

/// <summary>coz run: runs an experiment.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("experiment") { Description = "The experiment's .json file, or its name in 'coz list experiments'." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Resolve and check, print the plan, run nothing." };
        var device = new Option<string?>("--device") { Description = "cpu or cuda; stronger than the experiment's own." };
        var command = new Command("run", "Run an experiment.") { file, dryRun, device };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var host = SharedOptions.Host(parsed);
            IEnumerable<string> settings = parsed.GetValue(device) is { } chosen ? [.. SharedOptions.Settings(parsed), $"device={chosen}"] : SharedOptions.Settings(parsed);
            var experiments = host.Bind(ExperimentIndex.Find(host.Settings.Root, parsed.GetValue(file)!), settings);
            var isJson = parsed.GetValue(SharedOptions.Json);
            if (!parsed.GetValue(dryRun))
                return await TaskVerb.RunAsync(host, experiments, isJson, cancellationToken);
            var plans = experiments.Select(experiment => host.Runner.Prepare(experiment).Plan()).OfType<TableEvent>().ToList();
            if (experiments.Count == 0)
                throw new UsageException("matrix: a list is empty, so there is nothing to run.");
            var plan = new JsonArray([.. experiments.Select(experiment => experiment.Root.ToJson())]);
            if (isJson)
                Json.Write(new JsonObject { ["runs"] = plan, ["plans"] = new JsonArray([.. plans.Select(ToJson)]) });
            else
                plans.ForEach(RunReporter.Write);
            if (!isJson)
                System.Console.Out.WriteLine($"{experiments.Count} run{(experiments.Count == 1 ? "" : "s")} of task {experiments[0].TaskName}: all can be started.");
            return 0;
        });
        return command;
    }

    private static JsonNode ToJson(TableEvent plan) => new JsonObject
    {
        ["title"] = plan.Title,
        ["rows"] = new JsonArray([.. plan.Rows.Select(row => new JsonObject(plan.Columns.Zip(row, (column, cell) => KeyValuePair.Create(column, (JsonNode?)cell))))]),
    };
}
