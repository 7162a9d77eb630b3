using System.Runtime.InteropServices;

namespace Coz.Toolkit.Kernels;

/// <summary>
/// Numbers at an address that is a multiple of 64, a cache line, outside of the collected memory: what one pass frees the next gets back
/// without the system clearing it page by page.
/// </summary>
/// <remarks>Hold the buffer as long as its address is in use. Who does not free it leaves that to the collector.</remarks>
public sealed unsafe class AlignedBuffer
{
    private const int Line = 64;
    private readonly long _bytes;
    private float* _address;

    /// <summary>Allocates numbers, all 0.</summary>
    /// <param name="length">How many.</param>
    public AlignedBuffer(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = length;

        // A line more: register tiles may read a little beyond their last row.
        _bytes = ((long)length * sizeof(float)) + Line;
        _address = (float*)NativeMemory.AlignedAlloc((nuint)_bytes, Line);
        NativeMemory.Clear(_address, (nuint)_bytes);
        GC.AddMemoryPressure(_bytes);
    }

    /// <summary>Frees what was not freed.</summary>
    ~AlignedBuffer() => Free();

    /// <summary>The first number's address.</summary>
    public float* Address => _address;

    /// <summary>How many numbers there are.</summary>
    public int Length { get; }

    /// <summary>The numbers.</summary>
    public Span<float> Span => new(_address, Length);

    /// <summary>Frees the numbers: the address is no more.</summary>
    public void Free()
    {
        if (_address is null)
            return;
        NativeMemory.AlignedFree(_address);
        GC.RemoveMemoryPressure(_bytes);
        _address = null;
    }
}
