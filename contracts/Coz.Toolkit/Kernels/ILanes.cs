namespace Coz.Toolkit.Kernels;

/// <summary>
/// What a kernel needs of one vector width. A kernel is written once over this and compiled by the JIT for each width; nothing of the
/// abstraction is left in the machine code.
/// </summary>
/// <typeparam name="TVector">The vector: <c>Vector512</c>, <c>Vector256</c> or <c>Vector128</c> of float.</typeparam>
public unsafe interface ILanes<TVector>
    where TVector : struct
{
    /// <summary>Numbers a vector.</summary>
    static abstract int Count { get; }

    /// <summary>
    /// Vectors side by side in the register tile of a matrix product, which has six rows: 4 fill 24 of the 32 registers that 512-bit
    /// code has, 2 fill 12 of the 16 of the narrower ones.
    /// </summary>
    static abstract int Across { get; }

    /// <summary>The vector at an address, of any alignment.</summary>
    static abstract TVector Load(float* address);

    /// <summary>Writes a vector to an address, of any alignment.</summary>
    static abstract void Store(float* address, TVector value);

    /// <summary>One number in all lanes.</summary>
    static abstract TVector All(float value);

    /// <summary>a + b.</summary>
    static abstract TVector Add(TVector a, TVector b);

    /// <summary>a - b.</summary>
    static abstract TVector Subtract(TVector a, TVector b);

    /// <summary>a * b.</summary>
    static abstract TVector Multiply(TVector a, TVector b);

    /// <summary>a / b.</summary>
    static abstract TVector Divide(TVector a, TVector b);

    /// <summary>a * b + c: rounded once where the processor can, else twice.</summary>
    static abstract TVector MultiplyAdd(TVector a, TVector b, TVector c);

    /// <summary>The smaller of each pair.</summary>
    static abstract TVector Min(TVector a, TVector b);

    /// <summary>The larger of each pair.</summary>
    static abstract TVector Max(TVector a, TVector b);

    /// <summary>The nearest whole number.</summary>
    static abstract TVector Round(TVector value);

    /// <summary>The largest whole number that is not larger.</summary>
    static abstract TVector Floor(TVector value);

    /// <summary>2 to the power of whole numbers in -126 .. 127.</summary>
    static abstract TVector PowerOfTwo(TVector whole);

    /// <summary>The sum of the lanes.</summary>
    static abstract float Sum(TVector value);
}
