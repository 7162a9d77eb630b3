using Coz.Toolkit.Kernels;
using static TorchSharp.torch;

namespace Coz.Tests.Toolkit.Kernels;

/// <summary>The functions on vectors against float64, on every vector width.</summary>
[TestFixtureSource(typeof(Numbers), nameof(Numbers.Widths))]
public sealed class VectorMathTests(VectorWidth width)
{
    private enum Function
    {
        Gelu,
        GeluSlope,
        Normal,
        Exp,
        SinPi,
        CosPi,
    }

    [Test]
    public void Gelu_is_x_times_the_normal_distribution_function() =>
        Check(Function.Gelu, Between(-40, 40), x => x * NormalOf(x), x => 3e-7 * Math.Max(1, Math.Abs(x)));

    [Test]
    public void The_slope_of_gelu_is_its_derivative() =>
        Check(Function.GeluSlope, Between(-40, 40), x => NormalOf(x) + (x * Density(x)), _ => 6e-7);

    [Test]
    public void The_normal_distribution_function_goes_from_0_to_1() =>
        Check(Function.Normal, [.. Between(-9, 9), -1e30f, 1e30f, -100, 100], NormalOf, _ => 2e-7);

    [Test]
    public void Exp_keeps_its_last_places_over_the_whole_range() =>
        Check(Function.Exp, Between(-87, 88), Math.Exp, x => 4e-7 * Math.Exp(x));

    [Test]
    public void Exp_stays_where_it_is_beyond_its_range() =>
        Check(Function.Exp, [-1e30f, -1000, -88, 89, 1000, 1e30f], x => Math.Exp(Math.Clamp(x, -87, 88)), x => 4e-7 * Math.Exp(Math.Clamp(x, -87, 88)));

    [TestCase(3f)]
    [TestCase(1000f)]
    [TestCase(1e6f)]
    public void Sine_and_cosine_keep_their_last_places_for_many_turns(float most)
    {
        Check(Function.SinPi, Between(-most, most), double.SinPi, _ => 3e-7);
        Check(Function.CosPi, Between(-most, most), double.CosPi, _ => 3e-7);
    }

    [Test]
    public void Sine_and_cosine_of_whole_and_half_turns_are_0_and_1()
    {
        float[] places = [.. Enumerable.Range(-40, 81).Select(i => i * 0.5f), 999_999, -999_998.5f, 1e6f];
        Check(Function.SinPi, places, double.SinPi, _ => 1.5e-7);
        Check(Function.CosPi, places, double.CosPi, _ => 1.5e-7);
    }

    private static double Density(double x) => Math.Exp(-0.5 * x * x) / Math.Sqrt(2 * Math.PI);

    private static double NormalOf(double x)
    {
        using var scope = NewDisposeScope();
        return special.erfc(tensor(-x / Math.Sqrt(2), float64)).item<double>() / 2;
    }

    // Even steps and random places: 0, the ends and what lies close to each other.
    private static float[] Between(float least, float most) =>
    [
        .. Enumerable.Range(0, 501).Select(i => least + (i * (most - least) / 500)),
        .. Numbers.Random(500, 1).Select(x => ((x + 1) / 2 * (most - least)) + least),
        .. Numbers.Random(100, 2).Where(x => x * 1e-3f >= least && x * 1e-3f <= most).Select(x => x * 1e-3f),
        0,
    ];

    private void Check(Function function, float[] x, Func<double, double> expected, Func<double, double> limit)
    {
        var padded = new AlignedBuffer((x.Length + 15) / 16 * 16);
        x.CopyTo(padded.Span);
        Vectors.Run(new Work(function, padded), width);
        var worst = x.Select((at, i) => (At: at, Got: padded.Span[i], Share: Math.Abs(padded.Span[i] - expected(at)) / limit(at)))
            .OrderByDescending(point => double.IsNaN(point.Share) ? double.PositiveInfinity : point.Share).First();
        Assert.That(worst.Share, Is.LessThanOrEqualTo(1), $"{function}({worst.At:r}) gave {worst.Got:r}, {expected(worst.At):r} is right: the error over its limit");
    }

    private sealed unsafe class Work(Function function, AlignedBuffer x) : IVectorWork
    {
        public void Run<TLanes, TVector>()
            where TLanes : struct, ILanes<TVector>
            where TVector : struct
        {
            for (var i = 0; i < x.Length; i += TLanes.Count)
                TLanes.Store(x.Address + i, Apply<TLanes, TVector>(TLanes.Load(x.Address + i)));
        }

        private TVector Apply<TLanes, TVector>(TVector value)
            where TLanes : struct, ILanes<TVector>
            where TVector : struct => function switch
            {
                Function.Gelu => VectorMath.Gelu<TLanes, TVector>(value),
                Function.GeluSlope => VectorMath.GeluSlope<TLanes, TVector>(value),
                Function.Normal => VectorMath.Normal<TLanes, TVector>(value),
                Function.Exp => VectorMath.Exp<TLanes, TVector>(value),
                Function.SinPi => VectorMath.SinCosPi<TLanes, TVector>(value).Sin,
                _ => VectorMath.SinCosPi<TLanes, TVector>(value).Cos,
            };
    }
}
