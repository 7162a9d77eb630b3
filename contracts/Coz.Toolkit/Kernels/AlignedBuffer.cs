namespace Coz.Toolkit.Kernels;

/// <summary>Numbers at an address that no collection moves and that is a multiple of 64, a cache line. The collector frees them.</summary>
/// <remarks>Hold the buffer as long as its address is in use.</remarks>
public sealed unsafe class AlignedBuffer
{
    private const int Line = 64;
    private readonly float[] _numbers;

    /// <summary>Allocates numbers, all 0.</summary>
    /// <param name="length">How many.</param>
    public AlignedBuffer(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        _numbers = GC.AllocateArray<float>(length + (Line / sizeof(float)), pinned: true);
        var address = (nuint)System.Runtime.CompilerServices.Unsafe.AsPointer(ref _numbers[0]);
        Address = (float*)((address + Line - 1) / Line * Line);
        Length = length;
    }

    /// <summary>The first number's address.</summary>
    public float* Address { get; }

    /// <summary>How many numbers there are.</summary>
    public int Length { get; }

    /// <summary>The numbers.</summary>
    public Span<float> Span => new(Address, Length);
}
