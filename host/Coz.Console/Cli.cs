using System.CommandLine;
using System.Text.Json.Nodes;
using Coz.Console.Commands;
using Coz.Console.Output;
using Coz.Contracts;
using Coz.Host.Configuration;
using Coz.Host.Experiments;

namespace Coz.Console;

/// <summary>The command line: parses, runs a verb, and turns faults into one line and an exit code.</summary>
internal static class Cli
{
    private const int Failed = 1;
    private const int Misused = 2;

    public static async Task<int> RunAsync(string[] args)
    {
        if (args is [Detached.Verb, var log, .. var rest])
        {
            using var detached = new Detached(log);
            return await RunAsync(rest);
        }

        if (args.Length == 0 && !System.Console.IsInputRedirected && !System.Console.IsOutputRedirected)
            args = ["ui"];
        var parsed = Root().Parse(args.Length == 0 ? ["--help"] : args);
        var isJson = args.Contains("--json");
        if (isJson)
            Json.Claim();
        if (parsed.Errors.Count > 0 && parsed.Action is not System.CommandLine.Help.HelpAction)
            return Fail(isJson, Misused, [Explain(parsed)]);
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromMinutes(1) });
        }
        catch (ExperimentException e)
        {
            return Fail(isJson, Misused, e.Faults);
        }
        catch (CozException e)
        {
            return Fail(isJson, e is UsageException ? Misused : Failed, [e.Message]);
        }
        catch (OperationCanceledException)
        {
            return Fail(isJson, Failed, ["stopped"]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Fail(isJson, Failed, [e.Message]);
        }
#pragma warning disable CA1031 // Whatever a plugin or we ourselves let through: one line, never a trace.
        catch (Exception e)
        {
            return Fail(isJson, Failed, [$"unexpected {e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")} This is a fault of COZ or of a plugin: 'coz plugins doctor' examines the plugins."]);
        }
#pragma warning restore CA1031
    }

    private static string Explain(ParseResult parsed)
    {
        var verbs = parsed.CommandResult.Command.Subcommands.Where(verb => !verb.Hidden).Select(verb => verb.Name).ToList();
        return parsed.UnmatchedTokens is [var word, ..] && verbs.Count > 0 && !word.StartsWith('-')
            ? $"'{word}' is no verb; {Nearest.Hint(word, verbs)}."
            : $"{parsed.Errors[0].Message} 'coz {parsed.CommandResult.Command.Name} --help' shows what is expected.".Replace("coz coz", "coz", StringComparison.Ordinal);
    }

    private static RootCommand Root()
    {
        var root = new RootCommand("COZ: the bench for arbitrary-scale image super-resolution on real optics.");
        SharedOptions.AddTo(root);
        Command[] verbs =
        [
            RunCommand.Create(), RunsCommand.Create(), QuickstartCommand.Create(), ListCommand.Create(), DescribeCommand.Create(), ShowCommand.Create(), ValidateCommand.Create(),
            UpscaleCommand.Create(), CostCommand.Create(), PredictCommand.Create(), ConvertCommand.Create(), DataCommand.Create(), PluginsCommand.Create(), UiCommand.Create(),
        ];
        foreach (var verb in verbs)
            root.Subcommands.Add(verb);
        return root;
    }

    private static int Fail(bool isJson, int exitCode, IReadOnlyList<string> lines)
    {
        foreach (var line in lines)
            System.Console.Error.WriteLine($"coz: {line}");
        if (isJson)
            Json.Write(new JsonObject { ["error"] = string.Join("; ", lines) });
        return exitCode;
    }
}
