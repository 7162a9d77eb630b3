using System.CommandLine;

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
            string Sample(string name) => Path.Combine(host.Settings.Root, "samples", "experiments", name);
            var settings = SharedOptions.Settings(parsed);
            return await TaskVerb.RunAsync(host, [.. host.Bind(Sample("quickstart.json"), settings), .. host.Bind(Sample("upscale.json"), [])], parsed.GetValue(SharedOptions.Json), cancellationToken);
        });
        return command;
    }
}
