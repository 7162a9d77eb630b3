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
        var resume = new Option<bool>("--resume") { Description = "Go on with the newest run of the same experiment, if there is one; runs that are complete are not done again." };
        var device = new Option<string?>("--device") { Description = "cpu or cuda; stronger than the experiment's own." };
        var command = new Command("run", "Run an experiment.") { file, dryRun, resume, device };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var host = SharedOptions.Host(parsed);
            IEnumerable<string> settings = parsed.GetValue(device) is { } chosen ? [.. SharedOptions.Settings(parsed), $"device={chosen}"] : SharedOptions.Settings(parsed);
            var experiments = host.Bind(ExperimentIndex.Find(host.Settings.Root, parsed.GetValue(file)!), settings);
            var isJson = parsed.GetValue(SharedOptions.Json);
            if (!parsed.GetValue(dryRun))
                return await TaskVerb.RunAsync(host, experiments, experiment => parsed.GetValue(resume) ? host.Runs.FindSame(experiment) : null, isJson, cancellationToken);
            if (experiments.Count == 0)
                throw new UsageException("matrix: a list is empty, so there is nothing to run.");
            Show(experiments, [.. experiments.Select(experiment => host.Runner.Plan(experiment, cancellationToken))], isJson);
            return 0;
        });
        return command;
    }

    private static void Show(IReadOnlyList<Experiment> experiments, IReadOnlyList<(IReadOnlyList<TableEvent> Plan, IReadOnlyList<string> Faults)> plans, bool isJson)
    {
        foreach (var fault in plans.SelectMany(plan => plan.Faults).Distinct())
            System.Console.Error.WriteLine($"coz: it cannot be started yet: {fault}");
        if (isJson)
        {
            var json = new JsonObject { ["runs"] = new JsonArray([.. experiments.Select(experiment => experiment.Root.ToJson())]) };
            if (plans.Any(plan => plan.Plan.Count > 0))
                json["plans"] = new JsonArray([.. plans.SelectMany(plan => plan.Plan).Select(ToJson)]);
            if (plans.Any(plan => plan.Faults.Count > 0))
                json["faults"] = new JsonArray([.. plans.SelectMany(plan => plan.Faults).Distinct().Select(fault => (JsonNode)fault)]);
            Json.Write(json);
            return;
        }

        foreach (var table in plans.SelectMany(plan => plan.Plan))
            RunReporter.Write(table);
        if (plans.All(plan => plan.Faults.Count == 0))
            System.Console.Out.WriteLine($"{experiments.Count} run{(experiments.Count == 1 ? "" : "s")} of task {experiments[0].TaskName}: all can be started.");
    }

    private static JsonObject ToJson(TableEvent table) => new()
    {
        ["title"] = table.Title,
        ["rows"] = new JsonArray([.. table.Rows.Select(row => new JsonObject(table.Columns.Zip(row, (column, cell) => KeyValuePair.Create(column, (JsonNode?)cell))))]),
    };
}
