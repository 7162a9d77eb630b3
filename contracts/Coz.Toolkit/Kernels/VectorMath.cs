using System.Runtime.CompilerServices;

namespace Coz.Toolkit.Kernels;

/// <summary>
/// Functions on vectors, to within a few units of float32's last place of 1. The coefficients are least-maximum fits made for this file.
/// </summary>
public static class VectorMath
{
    private const float NormalBorder = 5.6f;

    /// <summary>x times the normal distribution function of x, exact GELU: within 3e-7 of max(1, |x|).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Gelu<TLanes, TVector>(TVector x)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct => TLanes.Multiply(x, Normal<TLanes, TVector>(x));

    /// <summary>The derivative of <see cref="Gelu"/>: the normal distribution function, and x times its density.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector GeluSlope<TLanes, TVector>(TVector x)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct => GeluAndSlope<TLanes, TVector>(x).Slope;

    /// <summary><see cref="Gelu"/> and its derivative, which share the normal distribution function.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (TVector Value, TVector Slope) GeluAndSlope<TLanes, TVector>(TVector x)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var normal = Normal<TLanes, TVector>(x);
        var density = TLanes.Multiply(Exp<TLanes, TVector>(TLanes.Multiply(TLanes.Multiply(x, x), TLanes.All(-0.5f))), TLanes.All(0.398942280f));
        return (TLanes.Multiply(x, normal), TLanes.MultiplyAdd(x, density, normal));
    }

    /// <summary>The normal distribution function.</summary>
    /// <remarks>It less a half is a rational function of degree 11 over 10 up to 5.6, where it ends at 1e-8 from 1/2.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Normal<TLanes, TVector>(TVector x)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var c = TLanes.Min(TLanes.Max(x, TLanes.All(-NormalBorder)), TLanes.All(NormalBorder));
        var t = TLanes.Multiply(c, c);
        var p = TLanes.MultiplyAdd(TLanes.All(2.2145323796962657e-08f), t, TLanes.All(6.356533049256541e-06f));
        var q = TLanes.MultiplyAdd(TLanes.All(1.1802123935922282e-06f), t, TLanes.All(7.510192517656833e-05f));
        p = TLanes.MultiplyAdd(p, t, TLanes.All(0.0001738507125992328f));
        q = TLanes.MultiplyAdd(q, t, TLanes.All(0.0019129780121147633f));
        p = TLanes.MultiplyAdd(p, t, TLanes.All(0.004707259126007557f));
        q = TLanes.MultiplyAdd(q, t, TLanes.All(0.02894008532166481f));
        p = TLanes.MultiplyAdd(p, t, TLanes.All(0.034376103430986404f));
        q = TLanes.MultiplyAdd(q, t, TLanes.All(0.2528338134288788f));
        p = TLanes.MultiplyAdd(p, t, TLanes.All(0.398942232131958f));
        q = TLanes.MultiplyAdd(q, t, TLanes.All(1f));
        return TLanes.MultiplyAdd(c, TLanes.Divide(p, q), TLanes.All(0.5f));
    }

    /// <summary>e to the power of x, for x in -87 .. 88; below, its value at -87; above, at 88.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Exp<TLanes, TVector>(TVector x)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var c = TLanes.Min(TLanes.Max(x, TLanes.All(-87f)), TLanes.All(88f));
        var whole = TLanes.Round(TLanes.Multiply(c, TLanes.All(1.442695041f)));

        // ln 2 in two parts, so that the remainder keeps its last bits.
        var r = TLanes.MultiplyAdd(whole, TLanes.All(-0.693359375f), c);
        r = TLanes.MultiplyAdd(whole, TLanes.All(2.12194440e-4f), r);
        r = TLanes.Multiply(r, TLanes.All(1.442695041f));
        var p = TLanes.MultiplyAdd(TLanes.All(0.00015337576f), r, TLanes.All(0.001339986f));
        p = TLanes.MultiplyAdd(p, r, TLanes.All(0.0096185195f));
        p = TLanes.MultiplyAdd(p, r, TLanes.All(0.05550329f));
        p = TLanes.MultiplyAdd(p, r, TLanes.All(0.24022647f));
        p = TLanes.MultiplyAdd(p, r, TLanes.All(0.6931472f));
        p = TLanes.MultiplyAdd(p, r, TLanes.All(1f));
        return TLanes.Multiply(p, TLanes.PowerOfTwo(whole));
    }

    /// <summary>sin(pi x) and cos(pi x), for |x| up to 1e6.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (TVector Sin, TVector Cos) SinCosPi<TLanes, TVector>(TVector x)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var whole = TLanes.Round(x);
        var r = TLanes.Subtract(x, whole);
        var t = TLanes.Multiply(r, r);

        // An odd number of half turns changes both signs: 1 - 2 (whole mod 2).
        var half = TLanes.Floor(TLanes.Multiply(whole, TLanes.All(0.5f)));
        var odd = TLanes.MultiplyAdd(half, TLanes.All(-2f), whole);
        var sign = TLanes.MultiplyAdd(odd, TLanes.All(-2f), TLanes.All(1f));
        var s = TLanes.MultiplyAdd(TLanes.All(0.07722012f), t, TLanes.All(-0.59804517f));
        s = TLanes.MultiplyAdd(s, t, TLanes.All(2.55003138f));
        s = TLanes.MultiplyAdd(s, t, TLanes.All(-5.16770688f));
        s = TLanes.MultiplyAdd(s, t, TLanes.All(3.14159258f));
        var c = TLanes.MultiplyAdd(TLanes.All(-0.02439672f), t, TLanes.All(0.23493756f));
        c = TLanes.MultiplyAdd(c, t, TLanes.All(-1.33521206f));
        c = TLanes.MultiplyAdd(c, t, TLanes.All(4.05870916f));
        c = TLanes.MultiplyAdd(c, t, TLanes.All(-4.93480214f));
        c = TLanes.MultiplyAdd(c, t, TLanes.All(1f));
        return (TLanes.Multiply(TLanes.Multiply(s, r), sign), TLanes.Multiply(c, sign));
    }
}
