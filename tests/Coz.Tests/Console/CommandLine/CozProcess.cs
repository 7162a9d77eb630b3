using System.Diagnostics;
using Coz.Tests.Support;

namespace Coz.Tests.CommandLine;

/// <summary>The program in a child process, over this build's plugins.</summary>
internal static class CozProcess
{
    /// <summary>Runs a command.</summary>
    /// <param name="folder">The current folder.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Variables beside the test's own.</param>
    /// <returns>Exit code and what it printed.</returns>
    public static (int Code, string Output, string Errors) Run(string folder, string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = StartInfo(folder, arguments);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }

    /// <summary>How the command is started, for a test that does not wait for its end.</summary>
    public static ProcessStartInfo StartInfo(string folder, string[] arguments) =>
        new("dotnet", [Path.Combine(AppContext.BaseDirectory, "coz.dll"), "--plugins", "none", "--plugin", Repository.Plugins, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
}
