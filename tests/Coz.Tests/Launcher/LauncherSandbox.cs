using System.Diagnostics;
using Coz.Tests.Support;

namespace Coz.Tests.Launcher;

/// <summary>The launcher in a tree of its own, with a dotnet on the PATH that notes what it is asked instead of doing it.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
internal sealed class LauncherSandbox : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public LauncherSandbox()
    {
        File.Copy(Repository.Path("coz"), Root("coz"));
        foreach (var file in new[] { "Directory.Build.props", "global.json", "COZ.Run.slnf", "contracts/A/A.cs", "host/B/B.cs", "plugins/Directory.Build.props", "plugins/Coz.Plugins.X/X.cs" })
            Touch(file);
        var dotnet = _folder.Path("bin", "dotnet");
        File.WriteAllText(dotnet, $$"""
            #!/usr/bin/env bash
            if [[ $1 == build ]]; then
                echo build >>"{{Log}}"
                echo "output of the build"
                sleep 0.3
                [[ -e "{{Root("fails")}}" ]] && exit 1
                mkdir -p "{{Path.GetDirectoryName(Program)}}" && touch "{{Program}}"
            else
                printf '%s\n' "$PWD" "$GLIBC_TUNABLES" "${@:2}"
            fi

            """);
        File.SetUnixFileMode(dotnet, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    public string Program => Root("host", "Coz.Console", "bin", "Release", "net10.0", "coz.dll");

    public int Builds => File.Exists(Log) ? File.ReadAllLines(Log).Length : 0;

    private string Log => _folder.Path("log");

    public string Root(params string[] parts) => _folder.Path(["tree of coz", .. parts]);

    /// <summary>Writes a file so that its size changes.</summary>
    public void Touch(string file) => File.AppendAllText(Root(file), "x");

    /// <summary>Runs the launcher from another folder.</summary>
    public (int Code, string[] Output, string Errors) Run(string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("bash", [Root("coz"), .. arguments]) { WorkingDirectory = "/", RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = _folder.Path("bin") + ":" + start.Environment["PATH"];
        start.Environment.Remove("GLIBC_TUNABLES");
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output.Split('\n', StringSplitOptions.RemoveEmptyEntries), errors.Result);
    }

    public void Dispose() => _folder.Dispose();
}
