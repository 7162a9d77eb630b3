using System.CommandLine;
using System.Text.Json;
using Coz.Console.Output;
using Coz.Contracts;
using Coz.Host;
using Coz.Host.Experiments;

namespace Coz.Console.Commands;

/// <summary>coz quickstart: the first thing a newcomer runs.</summary>
internal static class QuickstartCommand
{
    public static Command Create()
    {
        var command = new Command("quickstart", "Benchmark the shipped models on built-in images, and upscale one: minutes, no data needed.");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var host = SharedOptions.Host(parsed);
            var settings = SharedOptions.Settings(parsed);
            var benchmark = host.Bind(Path.Combine(host.Settings.Root, "samples", "experiments", "quickstart.json"), settings);
            var isJson = parsed.GetValue(SharedOptions.Json);
            var outcomes = await TaskVerb.RunAllAsync(host, [.. benchmark, Upscaling(host, settings)], isJson, cancellationToken);
            if (isJson)
            {
                var json = TaskVerb.ToJson([.. outcomes.Take(benchmark.Count)]);
                if (outcomes.Count > benchmark.Count)
                    json["upscale"] = outcomes[^1].ToJson();
                Json.Write(json);
            }

            return outcomes.Max(outcome => outcome.ExitCode);
        });
        return command;
    }

    // Of the settings, which are the benchmark's, those that every run has.
    private static Experiment Upscaling(CozHost host, IReadOnlyList<string> settings)
    {
        string Quoted(params string[] path) => JsonSerializer.Serialize(Path.Combine([host.Settings.Root, .. path]));
        return host.Bind(
            null,
            [
                "task:name=upscale", $"task:input={Quoted("samples", "images", "dead-leaves.png")}", $"task:output={Quoted("runs", "upscaled.png")}", "task:scale=3.7",
                .. settings.Where(setting => setting.StartsWith("device=", StringComparison.Ordinal)),
            ],
            "upscale").Single();
    }
}
