using System.Runtime.Intrinsics;

namespace Coz.Toolkit.Kernels;

/// <summary>Chooses the vector width at run time.</summary>
public static class Vectors
{
    /// <summary>The widest that this processor, and the runtime's settings, accelerate.</summary>
    public static VectorWidth Widest =>
        Vector512.IsHardwareAccelerated ? VectorWidth.V512 : Vector256.IsHardwareAccelerated ? VectorWidth.V256 : VectorWidth.V128;

    /// <summary>Rounds up to whole vectors of the widest kind, which are whole ones of every other.</summary>
    /// <param name="count">Numbers, 0 or more.</param>
    /// <returns>The next multiple of 16.</returns>
    public static int Whole(int count) => (count + Lanes512.Count - 1) / Lanes512.Count * Lanes512.Count;

    /// <summary>Runs work at a width. A width that the processor lacks runs too, slowly, in pieces.</summary>
    /// <param name="work">The work.</param>
    /// <param name="width">The width.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such width.</exception>
    public static void Run(IVectorWork work, VectorWidth width)
    {
        ArgumentNullException.ThrowIfNull(work);
        switch (width)
        {
            case VectorWidth.V512:
                work.Run<Lanes512, Vector512<float>>();
                break;
            case VectorWidth.V256:
                work.Run<Lanes256, Vector256<float>>();
                break;
            case VectorWidth.V128:
                work.Run<Lanes128, Vector128<float>>();
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(width), width, "128, 256 or 512 is expected.");
        }
    }
}
