using System.Diagnostics;

namespace Coz.Console;

/// <summary>Starts this program again, as a child.</summary>
internal static class SelfProcess
{
    /// <summary>The executable, and the program it runs where it is dotnet itself.</summary>
    public static IReadOnlyList<string> Command { get; } = Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet"
        ? [Environment.ProcessPath!, Path.Combine(AppContext.BaseDirectory, "coz.dll")]
        : [Environment.ProcessPath!];

    public static Process Start(IEnumerable<string> arguments, bool readOutput)
    {
        var info = new ProcessStartInfo(Command[0], [.. Command.Skip(1), .. arguments]) { RedirectStandardOutput = readOutput, RedirectStandardError = readOutput, RedirectStandardInput = true, UseShellExecute = false };
        var process = Process.Start(info)!;
        process.StandardInput.Close();
        if (readOutput)
            process.BeginErrorReadLine();
        return process;
    }
}
