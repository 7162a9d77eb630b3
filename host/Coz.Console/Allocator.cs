using System.Runtime.InteropServices;

namespace Coz.Console;

/// <summary>
/// Asks the C library to keep freed memory, where the launcher has not: memory that goes back to the system between tensors costs more
/// than the arithmetic on them. Huge pages, which the launcher asks for as well, cannot be asked for here.
/// </summary>
internal static class Allocator
{
    private const string Tunables = "GLIBC_TUNABLES";

    // malloc.h
    private const int TrimThreshold = -1;
    private const int MmapThreshold = -3;
    private const int ArenaMax = -8;

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int Mallopt(int parameter, int value);

    /// <summary>Asks; to be called before anything else, since a thread keeps the arena it has.</summary>
    /// <param name="tunables">The value of GLIBC_TUNABLES; what it says of malloc is left as it is.</param>
    /// <returns>True if the library agreed; false if it was told before, or is not glibc.</returns>
    public static bool Ask(string? tunables)
    {
        if (!OperatingSystem.IsLinux() || tunables?.Contains("glibc.malloc", StringComparison.Ordinal) == true)
            return false;
        if (!NativeLibrary.TryLoad("libc.so.6", out var library) || !NativeLibrary.TryGetExport(library, "mallopt", out var address))
            return false;
        var mallopt = Marshal.GetDelegateForFunctionPointer<Mallopt>(address);
        var isKept = mallopt(MmapThreshold, int.MaxValue) != 0;
        return mallopt(TrimThreshold, int.MaxValue) != 0 && mallopt(ArenaMax, 1) != 0 && isKept;
    }

    /// <summary>Asks, unless this process's environment has told it already.</summary>
    public static void Ask() => Ask(Environment.GetEnvironmentVariable(Tunables));
}
