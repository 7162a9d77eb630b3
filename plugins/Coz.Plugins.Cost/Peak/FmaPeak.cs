using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Coz.Plugins.Cost.Peak;

/// <summary>
/// The machine's peak P: float32 multiply-adds a second, two operations each, on all cores, at the widest accelerated vector, between
/// registers alone. What a program takes times P (W, in GFLOP) compares across machines, and cannot lie under the operations it needs.
/// </summary>
/// <remarks>
/// A core starts up to two multiply-adds a cycle and ends each four or five cycles later, so that ten must be under way: there are twelve
/// sums, independent of each other, which with the factors still fit the 16 registers of a machine without AVX-512. A thread a core
/// counts what it does in a window of time that all begin together; the best of three windows is kept, since another process can only
/// slow one down.
/// </remarks>
public static class FmaPeak
{
    private const int Sums = 12;
    private const int Steps = 1 << 14;
    private const int Windows = 3;
    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(50);

    /// <summary>The bits of the widest vector that the machine computes with: 512, 256 or 128.</summary>
    public static int VectorBits => Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;

    /// <summary>The threads that are started, one a core.</summary>
    public static int Threads => Environment.ProcessorCount;

    /// <summary>Measures P; takes about 0.15 s.</summary>
    /// <returns>GFLOP a second.</returns>
    public static double Measure() => Enumerable.Range(0, Windows).Max(_ => MeasureWindow());

    private static double MeasureWindow()
    {
        using var start = new Barrier(Threads);
        var rates = new double[Threads];
        var threads = Enumerable.Range(0, Threads).Select(i => new Thread(() => rates[i] = Rate(start))).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        return rates.Sum() / 1e9;
    }

    private static double Rate(Barrier start)
    {
        Block();
        start.SignalAndWait();
        var watch = Stopwatch.StartNew();
        var blocks = 0L;
        for (; watch.Elapsed < Window; blocks++)
            Block();
        return blocks * (2.0 * Sums * Steps * VectorBits / 32) / watch.Elapsed.TotalSeconds;
    }

    // The sum is never NaN: the comparison keeps the arithmetic from being left out.
    private static void Block()
    {
        var sum = VectorBits switch
        {
            512 => Block<Vector512<float>>(),
            256 => Block<Vector256<float>>(),
            _ => Block<Vector128<float>>(),
        };
        if (float.IsNaN(sum))
            throw new InvalidOperationException("The measure of the peak went astray.");
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Block<TVector>()
        where TVector : struct
    {
        var (a, b) = (All<TVector>(0.5f), All<TVector>(0.25f));
        TVector s0 = a, s1 = a, s2 = a, s3 = a, s4 = a, s5 = a, s6 = a, s7 = a, s8 = a, s9 = a, s10 = a, s11 = a;
        for (var i = 0; i < Steps; i++)
        {
            s0 = MultiplyAdd(s0, a, b);
            s1 = MultiplyAdd(s1, a, b);
            s2 = MultiplyAdd(s2, a, b);
            s3 = MultiplyAdd(s3, a, b);
            s4 = MultiplyAdd(s4, a, b);
            s5 = MultiplyAdd(s5, a, b);
            s6 = MultiplyAdd(s6, a, b);
            s7 = MultiplyAdd(s7, a, b);
            s8 = MultiplyAdd(s8, a, b);
            s9 = MultiplyAdd(s9, a, b);
            s10 = MultiplyAdd(s10, a, b);
            s11 = MultiplyAdd(s11, a, b);
        }

        return First(s0) + First(s1) + First(s2) + First(s3) + First(s4) + First(s5) + First(s6) + First(s7) + First(s8) + First(s9) + First(s10) + First(s11);
    }

    // The type is known when the method is compiled: one branch remains. Fused wherever the machine can.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector MultiplyAdd<TVector>(TVector x, TVector y, TVector z)
        where TVector : struct
    {
        if (typeof(TVector) == typeof(Vector512<float>))
            return Unsafe.BitCast<Vector512<float>, TVector>(Vector512.MultiplyAddEstimate(As<TVector, Vector512<float>>(x), As<TVector, Vector512<float>>(y), As<TVector, Vector512<float>>(z)));
        if (typeof(TVector) == typeof(Vector256<float>))
            return Unsafe.BitCast<Vector256<float>, TVector>(Vector256.MultiplyAddEstimate(As<TVector, Vector256<float>>(x), As<TVector, Vector256<float>>(y), As<TVector, Vector256<float>>(z)));
        return Unsafe.BitCast<Vector128<float>, TVector>(Vector128.MultiplyAddEstimate(As<TVector, Vector128<float>>(x), As<TVector, Vector128<float>>(y), As<TVector, Vector128<float>>(z)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector All<TVector>(float value)
        where TVector : struct
    {
        if (typeof(TVector) == typeof(Vector512<float>))
            return As<Vector512<float>, TVector>(Vector512.Create(value));
        return typeof(TVector) == typeof(Vector256<float>) ? As<Vector256<float>, TVector>(Vector256.Create(value)) : As<Vector128<float>, TVector>(Vector128.Create(value));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TTo As<TFrom, TTo>(TFrom vector)
        where TFrom : struct
        where TTo : struct => Unsafe.BitCast<TFrom, TTo>(vector);

    private static float First<TVector>(TVector vector)
        where TVector : struct => Unsafe.As<TVector, float>(ref vector);
}
