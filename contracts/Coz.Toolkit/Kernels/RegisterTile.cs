using System.Runtime.CompilerServices;

namespace Coz.Toolkit.Kernels;

/// <summary>
/// The innermost product: six rows of a times a strip of b, summed in registers. Six rows by four 512-bit vectors are 24 sums: enough
/// to hide the latency of a fused multiply-add (4 cycles, two a cycle), and each step reads 10 numbers or vectors for 24 of them. The
/// narrower widths have 16 registers: six rows by two vectors.
/// </summary>
/// <remarks>Over 200 lines because registers are local variables: C# has no array of them.</remarks>
public static unsafe class RegisterTile
{
    /// <summary>Rows of a tile.</summary>
    public const int Rows = 6;

    /// <summary>c = start + a b, for six rows and some vectors of columns.</summary>
    /// <param name="across">Vectors of columns: 4, 2 or 1.</param>
    /// <param name="a">Six rows of depth numbers.</param>
    /// <param name="aStride">From row to row of a.</param>
    /// <param name="b">depth rows of the strip.</param>
    /// <param name="bStride">From row to row of b.</param>
    /// <param name="depth">The length of the sums.</param>
    /// <param name="start">What the sums start from: six rows, or one for all with a stride of 0.</param>
    /// <param name="startStride">From row to row of start.</param>
    /// <param name="c">Six rows of the result; it may be start.</param>
    /// <param name="cStride">From row to row of c.</param>
    /// <param name="isRelu">Whether negative results become 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Multiply<TLanes, TVector>(int across, float* a, nint aStride, float* b, nint bStride, nint depth, float* start, nint startStride, float* c, nint cStride, bool isRelu)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        if (across == 4)
            By4<TLanes, TVector>(a, aStride, b, bStride, depth, start, startStride, c, cStride, isRelu);
        else if (across == 2)
            By2<TLanes, TVector>(a, aStride, b, bStride, depth, start, startStride, c, cStride, isRelu);
        else
            By1<TLanes, TVector>(a, aStride, b, bStride, depth, start, startStride, c, cStride, isRelu);
    }

    /// <summary>Six rows by 4 vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void By4<TLanes, TVector>(float* a, nint aStride, float* b, nint bStride, nint depth, float* start, nint startStride, float* c, nint cStride, bool isRelu)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var c00 = TLanes.Load(start);
        var c01 = TLanes.Load(start + TLanes.Count);
        var c02 = TLanes.Load(start + (2 * TLanes.Count));
        var c03 = TLanes.Load(start + (3 * TLanes.Count));
        var c10 = TLanes.Load(start + startStride);
        var c11 = TLanes.Load(start + startStride + TLanes.Count);
        var c12 = TLanes.Load(start + startStride + (2 * TLanes.Count));
        var c13 = TLanes.Load(start + startStride + (3 * TLanes.Count));
        var c20 = TLanes.Load(start + (2 * startStride));
        var c21 = TLanes.Load(start + (2 * startStride) + TLanes.Count);
        var c22 = TLanes.Load(start + (2 * startStride) + (2 * TLanes.Count));
        var c23 = TLanes.Load(start + (2 * startStride) + (3 * TLanes.Count));
        var c30 = TLanes.Load(start + (3 * startStride));
        var c31 = TLanes.Load(start + (3 * startStride) + TLanes.Count);
        var c32 = TLanes.Load(start + (3 * startStride) + (2 * TLanes.Count));
        var c33 = TLanes.Load(start + (3 * startStride) + (3 * TLanes.Count));
        var c40 = TLanes.Load(start + (4 * startStride));
        var c41 = TLanes.Load(start + (4 * startStride) + TLanes.Count);
        var c42 = TLanes.Load(start + (4 * startStride) + (2 * TLanes.Count));
        var c43 = TLanes.Load(start + (4 * startStride) + (3 * TLanes.Count));
        var c50 = TLanes.Load(start + (5 * startStride));
        var c51 = TLanes.Load(start + (5 * startStride) + TLanes.Count);
        var c52 = TLanes.Load(start + (5 * startStride) + (2 * TLanes.Count));
        var c53 = TLanes.Load(start + (5 * startStride) + (3 * TLanes.Count));
        for (nint k = 0; k < depth; k++)
        {
            var b0 = TLanes.Load(b);
            var b1 = TLanes.Load(b + TLanes.Count);
            var b2 = TLanes.Load(b + (2 * TLanes.Count));
            var b3 = TLanes.Load(b + (3 * TLanes.Count));
            var a0 = TLanes.All(a[k]);
            c00 = TLanes.MultiplyAdd(a0, b0, c00);
            c01 = TLanes.MultiplyAdd(a0, b1, c01);
            c02 = TLanes.MultiplyAdd(a0, b2, c02);
            c03 = TLanes.MultiplyAdd(a0, b3, c03);
            var a1 = TLanes.All(a[aStride + k]);
            c10 = TLanes.MultiplyAdd(a1, b0, c10);
            c11 = TLanes.MultiplyAdd(a1, b1, c11);
            c12 = TLanes.MultiplyAdd(a1, b2, c12);
            c13 = TLanes.MultiplyAdd(a1, b3, c13);
            var a2 = TLanes.All(a[(2 * aStride) + k]);
            c20 = TLanes.MultiplyAdd(a2, b0, c20);
            c21 = TLanes.MultiplyAdd(a2, b1, c21);
            c22 = TLanes.MultiplyAdd(a2, b2, c22);
            c23 = TLanes.MultiplyAdd(a2, b3, c23);
            var a3 = TLanes.All(a[(3 * aStride) + k]);
            c30 = TLanes.MultiplyAdd(a3, b0, c30);
            c31 = TLanes.MultiplyAdd(a3, b1, c31);
            c32 = TLanes.MultiplyAdd(a3, b2, c32);
            c33 = TLanes.MultiplyAdd(a3, b3, c33);
            var a4 = TLanes.All(a[(4 * aStride) + k]);
            c40 = TLanes.MultiplyAdd(a4, b0, c40);
            c41 = TLanes.MultiplyAdd(a4, b1, c41);
            c42 = TLanes.MultiplyAdd(a4, b2, c42);
            c43 = TLanes.MultiplyAdd(a4, b3, c43);
            var a5 = TLanes.All(a[(5 * aStride) + k]);
            c50 = TLanes.MultiplyAdd(a5, b0, c50);
            c51 = TLanes.MultiplyAdd(a5, b1, c51);
            c52 = TLanes.MultiplyAdd(a5, b2, c52);
            c53 = TLanes.MultiplyAdd(a5, b3, c53);
            b += bStride;
        }

        if (isRelu)
        {
            var zero = TLanes.All(0);
            c00 = TLanes.Max(c00, zero);
            c01 = TLanes.Max(c01, zero);
            c02 = TLanes.Max(c02, zero);
            c03 = TLanes.Max(c03, zero);
            c10 = TLanes.Max(c10, zero);
            c11 = TLanes.Max(c11, zero);
            c12 = TLanes.Max(c12, zero);
            c13 = TLanes.Max(c13, zero);
            c20 = TLanes.Max(c20, zero);
            c21 = TLanes.Max(c21, zero);
            c22 = TLanes.Max(c22, zero);
            c23 = TLanes.Max(c23, zero);
            c30 = TLanes.Max(c30, zero);
            c31 = TLanes.Max(c31, zero);
            c32 = TLanes.Max(c32, zero);
            c33 = TLanes.Max(c33, zero);
            c40 = TLanes.Max(c40, zero);
            c41 = TLanes.Max(c41, zero);
            c42 = TLanes.Max(c42, zero);
            c43 = TLanes.Max(c43, zero);
            c50 = TLanes.Max(c50, zero);
            c51 = TLanes.Max(c51, zero);
            c52 = TLanes.Max(c52, zero);
            c53 = TLanes.Max(c53, zero);
        }

        TLanes.Store(c, c00);
        TLanes.Store(c + TLanes.Count, c01);
        TLanes.Store(c + (2 * TLanes.Count), c02);
        TLanes.Store(c + (3 * TLanes.Count), c03);
        TLanes.Store(c + cStride, c10);
        TLanes.Store(c + cStride + TLanes.Count, c11);
        TLanes.Store(c + cStride + (2 * TLanes.Count), c12);
        TLanes.Store(c + cStride + (3 * TLanes.Count), c13);
        TLanes.Store(c + (2 * cStride), c20);
        TLanes.Store(c + (2 * cStride) + TLanes.Count, c21);
        TLanes.Store(c + (2 * cStride) + (2 * TLanes.Count), c22);
        TLanes.Store(c + (2 * cStride) + (3 * TLanes.Count), c23);
        TLanes.Store(c + (3 * cStride), c30);
        TLanes.Store(c + (3 * cStride) + TLanes.Count, c31);
        TLanes.Store(c + (3 * cStride) + (2 * TLanes.Count), c32);
        TLanes.Store(c + (3 * cStride) + (3 * TLanes.Count), c33);
        TLanes.Store(c + (4 * cStride), c40);
        TLanes.Store(c + (4 * cStride) + TLanes.Count, c41);
        TLanes.Store(c + (4 * cStride) + (2 * TLanes.Count), c42);
        TLanes.Store(c + (4 * cStride) + (3 * TLanes.Count), c43);
        TLanes.Store(c + (5 * cStride), c50);
        TLanes.Store(c + (5 * cStride) + TLanes.Count, c51);
        TLanes.Store(c + (5 * cStride) + (2 * TLanes.Count), c52);
        TLanes.Store(c + (5 * cStride) + (3 * TLanes.Count), c53);
    }

    /// <summary>Six rows by 2 vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void By2<TLanes, TVector>(float* a, nint aStride, float* b, nint bStride, nint depth, float* start, nint startStride, float* c, nint cStride, bool isRelu)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var c00 = TLanes.Load(start);
        var c01 = TLanes.Load(start + TLanes.Count);
        var c10 = TLanes.Load(start + startStride);
        var c11 = TLanes.Load(start + startStride + TLanes.Count);
        var c20 = TLanes.Load(start + (2 * startStride));
        var c21 = TLanes.Load(start + (2 * startStride) + TLanes.Count);
        var c30 = TLanes.Load(start + (3 * startStride));
        var c31 = TLanes.Load(start + (3 * startStride) + TLanes.Count);
        var c40 = TLanes.Load(start + (4 * startStride));
        var c41 = TLanes.Load(start + (4 * startStride) + TLanes.Count);
        var c50 = TLanes.Load(start + (5 * startStride));
        var c51 = TLanes.Load(start + (5 * startStride) + TLanes.Count);
        for (nint k = 0; k < depth; k++)
        {
            var b0 = TLanes.Load(b);
            var b1 = TLanes.Load(b + TLanes.Count);
            var a0 = TLanes.All(a[k]);
            c00 = TLanes.MultiplyAdd(a0, b0, c00);
            c01 = TLanes.MultiplyAdd(a0, b1, c01);
            var a1 = TLanes.All(a[aStride + k]);
            c10 = TLanes.MultiplyAdd(a1, b0, c10);
            c11 = TLanes.MultiplyAdd(a1, b1, c11);
            var a2 = TLanes.All(a[(2 * aStride) + k]);
            c20 = TLanes.MultiplyAdd(a2, b0, c20);
            c21 = TLanes.MultiplyAdd(a2, b1, c21);
            var a3 = TLanes.All(a[(3 * aStride) + k]);
            c30 = TLanes.MultiplyAdd(a3, b0, c30);
            c31 = TLanes.MultiplyAdd(a3, b1, c31);
            var a4 = TLanes.All(a[(4 * aStride) + k]);
            c40 = TLanes.MultiplyAdd(a4, b0, c40);
            c41 = TLanes.MultiplyAdd(a4, b1, c41);
            var a5 = TLanes.All(a[(5 * aStride) + k]);
            c50 = TLanes.MultiplyAdd(a5, b0, c50);
            c51 = TLanes.MultiplyAdd(a5, b1, c51);
            b += bStride;
        }

        if (isRelu)
        {
            var zero = TLanes.All(0);
            c00 = TLanes.Max(c00, zero);
            c01 = TLanes.Max(c01, zero);
            c10 = TLanes.Max(c10, zero);
            c11 = TLanes.Max(c11, zero);
            c20 = TLanes.Max(c20, zero);
            c21 = TLanes.Max(c21, zero);
            c30 = TLanes.Max(c30, zero);
            c31 = TLanes.Max(c31, zero);
            c40 = TLanes.Max(c40, zero);
            c41 = TLanes.Max(c41, zero);
            c50 = TLanes.Max(c50, zero);
            c51 = TLanes.Max(c51, zero);
        }

        TLanes.Store(c, c00);
        TLanes.Store(c + TLanes.Count, c01);
        TLanes.Store(c + cStride, c10);
        TLanes.Store(c + cStride + TLanes.Count, c11);
        TLanes.Store(c + (2 * cStride), c20);
        TLanes.Store(c + (2 * cStride) + TLanes.Count, c21);
        TLanes.Store(c + (3 * cStride), c30);
        TLanes.Store(c + (3 * cStride) + TLanes.Count, c31);
        TLanes.Store(c + (4 * cStride), c40);
        TLanes.Store(c + (4 * cStride) + TLanes.Count, c41);
        TLanes.Store(c + (5 * cStride), c50);
        TLanes.Store(c + (5 * cStride) + TLanes.Count, c51);
    }

    /// <summary>Six rows by 1 vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void By1<TLanes, TVector>(float* a, nint aStride, float* b, nint bStride, nint depth, float* start, nint startStride, float* c, nint cStride, bool isRelu)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var c00 = TLanes.Load(start);
        var c10 = TLanes.Load(start + startStride);
        var c20 = TLanes.Load(start + (2 * startStride));
        var c30 = TLanes.Load(start + (3 * startStride));
        var c40 = TLanes.Load(start + (4 * startStride));
        var c50 = TLanes.Load(start + (5 * startStride));
        for (nint k = 0; k < depth; k++)
        {
            var b0 = TLanes.Load(b);
            var a0 = TLanes.All(a[k]);
            c00 = TLanes.MultiplyAdd(a0, b0, c00);
            var a1 = TLanes.All(a[aStride + k]);
            c10 = TLanes.MultiplyAdd(a1, b0, c10);
            var a2 = TLanes.All(a[(2 * aStride) + k]);
            c20 = TLanes.MultiplyAdd(a2, b0, c20);
            var a3 = TLanes.All(a[(3 * aStride) + k]);
            c30 = TLanes.MultiplyAdd(a3, b0, c30);
            var a4 = TLanes.All(a[(4 * aStride) + k]);
            c40 = TLanes.MultiplyAdd(a4, b0, c40);
            var a5 = TLanes.All(a[(5 * aStride) + k]);
            c50 = TLanes.MultiplyAdd(a5, b0, c50);
            b += bStride;
        }

        if (isRelu)
        {
            var zero = TLanes.All(0);
            c00 = TLanes.Max(c00, zero);
            c10 = TLanes.Max(c10, zero);
            c20 = TLanes.Max(c20, zero);
            c30 = TLanes.Max(c30, zero);
            c40 = TLanes.Max(c40, zero);
            c50 = TLanes.Max(c50, zero);
        }

        TLanes.Store(c, c00);
        TLanes.Store(c + cStride, c10);
        TLanes.Store(c + (2 * cStride), c20);
        TLanes.Store(c + (3 * cStride), c30);
        TLanes.Store(c + (4 * cStride), c40);
        TLanes.Store(c + (5 * cStride), c50);
    }
}
