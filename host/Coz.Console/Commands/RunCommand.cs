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
            foreach (var experiment in experiments)
                host.Runner.Prepare(experiment);
            if (experiments.Count == 0)
                throw new UsageException("matrix: a list is empty, so there is nothing to run.");
            var plan = new JsonArray([.. experiments.Select(experiment => experiment.Root.ToJson())]);
            if (isJson)
                Json.Write(new JsonObject { ["runs"] = plan });
            else
                System.Console.Out.WriteLine($"{experiments.Count} run{(experiments.Count == 1 ? "" : "s")} of task {experiments[0].TaskName}: all can be started.");
            return 0;
        });
        return command;
    }
}
