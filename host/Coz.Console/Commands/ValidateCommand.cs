using System.CommandLine;
using System.Text.Json.Nodes;
using Coz.Console.Output;
using Coz.Host.Experiments;

namespace Coz.Console.Commands;

/// <summary>coz validate: checks an experiment without running it.</summary>
internal static class ValidateCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("experiment") { Description = "The experiment's .json file, or its name in 'coz list experiments'." };
        var command = new Command("validate", "Check an experiment without running it.") { file };
        command.SetAction(parsed =>
        {
            var host = SharedOptions.Host(parsed);
            var experiments = host.Bind(ExperimentIndex.Find(host.Settings.Root, parsed.GetValue(file)!), SharedOptions.Settings(parsed));
            foreach (var experiment in experiments)
                host.Runner.Prepare(experiment);
            if (parsed.GetValue(SharedOptions.Json))
                Json.Write(new JsonObject { ["valid"] = true, ["runs"] = experiments.Count });
            else
                System.Console.Out.WriteLine($"{parsed.GetValue(file)} is valid: {experiments.Count} run{(experiments.Count == 1 ? "" : "s")} of task {experiments[0].TaskName}.");
            return 0;
        });
        return command;
    }
}
