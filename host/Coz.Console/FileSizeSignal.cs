using System.Runtime.InteropServices;

namespace Coz.Console;

/// <summary>
/// Where the size of files is limited (ulimit -f, a batch system), the system ends a process that writes beyond the limit by SIGXFSZ. Heeded,
/// the write fails instead, as on a full disk, and the run can say so.
/// </summary>
internal static class FileSizeSignal
{
    // Its number on Linux and macOS; .NET has no name for it.
    private const PosixSignal Signal = (PosixSignal)25;

    /// <summary>Heeds the signal until the result is disposed.</summary>
    /// <returns>What holds it; null on Windows, which has no such limit.</returns>
    public static IDisposable? Heed() => OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create(Signal, context => context.Cancel = true);
}
