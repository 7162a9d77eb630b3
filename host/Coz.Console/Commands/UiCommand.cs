using System.CommandLine;
using Coz.Console.Ui;
using Coz.Console.Ui.Experiments;
using Coz.Console.Ui.Runs;
using Coz.Contracts;
using Coz.Host.Configuration;

namespace Coz.Console.Commands;

/// <summary>coz without arguments, on a terminal: the text UI.</summary>
internal static class UiCommand
{
    public static Command Create()
    {
        var command = new Command("ui", "The text UI, as coz without arguments opens it.") { Hidden = true };
        command.SetAction(parsed =>
        {
            if (System.Console.IsInputRedirected || System.Console.IsOutputRedirected)
                throw new UsageException("The text UI needs a terminal, and standard input or output is none: use 'coz list experiments' and 'coz run EXPERIMENT'.");
            var root = ProjectRoot.Find();
            var settings = SharedOptions.Settings(parsed);
            string[] arguments = [.. SharedOptions.PluginArguments(parsed), .. settings.SelectMany(setting => new[] { "--set", setting })];
            using var bench = new Bench(new ExperimentReader(root, settings), new ChildRunLauncher(root, arguments));
            TextUi.Run(bench);
            foreach (var run in bench.ActiveRuns)
                System.Console.Out.WriteLine($"A run goes on: {(run.Folder is { } folder ? JsonLayer.Shown(folder) : "it has no folder yet")}");
        });
        return command;
    }
}
