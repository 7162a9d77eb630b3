using System.Runtime.InteropServices;

namespace Coz.Plugins.Upscale.Memory;

/// <summary>
/// While it lives, the C library maps each large block of memory for itself and gives it back when it is freed, where the launcher asks it
/// to keep all. Kept blocks leave holes: tensors of a tile then held up to four times what they need, a different amount each time.
/// Mapped ones hold what they need; touching them anew cost 3 percent of an upscale's time.
/// </summary>
internal sealed class LargeBlocks : IDisposable
{
    // malloc.h
    private const int MmapThreshold = -3;
    private const int Large = 1 << 19;

    private readonly Mallopt? _mallopt;

    /// <summary>Begins.</summary>
    public LargeBlocks()
    {
        if (OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libc.so.6", out var library) && NativeLibrary.TryGetExport(library, "mallopt", out var address))
            _mallopt = Marshal.GetDelegateForFunctionPointer<Mallopt>(address);
        _mallopt?.Invoke(MmapThreshold, Large);
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int Mallopt(int parameter, int value);

    /// <summary>Lets the library keep large blocks again, as the launcher has it.</summary>
    public void Dispose() => _mallopt?.Invoke(MmapThreshold, int.MaxValue);
}
