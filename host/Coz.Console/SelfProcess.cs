using System.Diagnostics;

namespace Coz.Console;

/// <summary>Starts this program again, as a child.</summary>
internal static class SelfProcess
{
    public static Process Start(IEnumerable<string> arguments, bool readOutput)
    {
        var executable = Environment.ProcessPath!;
        var info = new ProcessStartInfo(executable) { RedirectStandardOutput = readOutput, RedirectStandardError = readOutput, RedirectStandardInput = true, UseShellExecute = false };
        if (Path.GetFileNameWithoutExtension(executable) == "dotnet")
            info.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "coz.dll"));
        foreach (var argument in arguments)
            info.ArgumentList.Add(argument);
        var process = Process.Start(info)!;
        process.StandardInput.Close();
        if (readOutput)
            process.BeginErrorReadLine();
        return process;
    }
}
