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
        using var process = Start(folder, [], arguments, environment);
        return End(process);
    }

    /// <summary>Starts a command.</summary>
    /// <param name="folder">The current folder.</param>
    /// <param name="before">What it is started in (<see cref="Sandbox"/>); nothing for itself.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Variables beside the test's own.</param>
    public static Process Start(string folder, string[] before, string[] arguments, params (string Name, string Value)[] environment)
    {
        string[] all = [.. before, "dotnet", Path.Combine(AppContext.BaseDirectory, "coz.dll"), "--plugins", "none", "--plugin", Repository.Plugins, .. arguments];
        var start = new ProcessStartInfo(all[0], all[1..]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>Waits for the end.</summary>
    public static (int Code, string Output, string Errors) End(Process process)
    {
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }

    /// <summary>Waits for the end, which must be a good one.</summary>
    public static void EndWell(Process process)
    {
        var (code, output, errors) = End(process);
        Assert.That(code, Is.Zero, $"{output}\n{errors}");
    }
}
