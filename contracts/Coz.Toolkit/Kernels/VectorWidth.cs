namespace Coz.Toolkit.Kernels;

/// <summary>The vector widths that kernels are compiled for. On any of them they give the same numbers up to rounding.</summary>
public enum VectorWidth
{
    /// <summary>128 bits: every processor.</summary>
    V128 = 128,

    /// <summary>256 bits: AVX2.</summary>
    V256 = 256,

    /// <summary>512 bits: AVX-512.</summary>
    V512 = 512,
}
