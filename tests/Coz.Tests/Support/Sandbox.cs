using System.Diagnostics;
using System.Globalization;

namespace Coz.Tests.Support;

/// <summary>What a child process is started in, as the words that come before its command: a limit on files, disks of its own.</summary>
internal static class Sandbox
{
    private static readonly Lazy<bool> HasMounts = new(TryMounts);

    /// <summary>A limit on the size of the files it writes, in KiB. With W^X .NET maps its code through a file as large as it may become.</summary>
    public static string[] LimitedFiles(int kibibytes)
    {
        if (OperatingSystem.IsWindows())
            Assert.Ignore("Windows has no limit on the size of a process's files.");
        return ["bash", "-c", $"export DOTNET_EnableWriteXorExecute=0; ulimit -f {kibibytes.ToString(CultureInfo.InvariantCulture)}; exec \"$@\"", "bash"];
    }

    /// <summary>A folder that is a disk of its own, of a few KiB. What it holds in the end is listed in a file.</summary>
    public static string[] SmallDisk(string folder, int kibibytes, string listing) =>
        Mounted($"mount -t tmpfs -o size={kibibytes.ToString(CultureInfo.InvariantCulture)}k tmpfs '{folder}' || exit 99; \"$@\"; code=$?; ls -A '{folder}' >'{listing}'; exit $code");

    /// <summary>A folder that cannot be written, by nobody.</summary>
    public static string[] ReadOnly(string folder) =>
        Mounted($"mount --bind '{folder}' '{folder}' && mount -o remount,bind,ro '{folder}' || exit 99; exec \"$@\"");

    // Disks that only the child sees, without any right of this process.
    private static string[] Mounted(string script)
    {
        if (!HasMounts.Value)
            Assert.Ignore("This system lets nobody mount in a namespace of their own (unshare -Urm).");
        return ["unshare", "-Urm", "bash", "-c", script, "bash"];
    }

    private static bool TryMounts()
    {
        if (!OperatingSystem.IsLinux())
            return false;
        using var folder = new TemporaryFolder();
        try
        {
            using var process = Process.Start(new ProcessStartInfo("unshare", ["-Urm", "mount", "-t", "tmpfs", "tmpfs", folder.FullPath]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
