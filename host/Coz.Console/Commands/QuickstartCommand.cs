using System.CommandLine;

namespace Coz.Console.Commands;

/// <summary>coz quickstart: the first thing a newcomer runs.</summary>
internal static class QuickstartCommand
{
    public static Command Create()
    {
        var command = new Command("quickstart", "Benchmark on built-in procedural images: a table within minutes, no data needed.");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var host = SharedOptions.Host(parsed);
            var file = Path.Combine(host.Settings.Root, "samples", "experiments", "quickstart.json");
            return await TaskVerb.RunAsync(host, host.Bind(file, SharedOptions.Settings(parsed)), parsed.GetValue(SharedOptions.Json), cancellationToken);
        });
        return command;
    }
}
