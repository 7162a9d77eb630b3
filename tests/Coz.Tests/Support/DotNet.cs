using System.Diagnostics;

namespace Coz.Tests.Support;

/// <summary>The dotnet command line, in a child process.</summary>
internal static class DotNet
{
    /// <summary>Runs it and fails the test, with all it printed, unless it exits with 0.</summary>
    /// <returns>What it printed on standard output.</returns>
    public static string Run(string folder, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        // Set by the dotnet that runs the tests, for its own SDK and its own build.
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || k == "DOTNET_HOST_PATH").ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, $"dotnet {string.Join(' ', arguments)}\n{output}\n{errors.Result}");
        return output;
    }
}
