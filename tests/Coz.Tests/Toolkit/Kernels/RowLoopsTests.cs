using Coz.Toolkit.Kernels;

namespace Coz.Tests.Toolkit.Kernels;

/// <summary>Loops over rows against float64, on every vector width.</summary>
[TestFixtureSource(typeof(Numbers), nameof(Numbers.Widths))]
public sealed class RowLoopsTests(VectorWidth width)
{
    private enum Loop
    {
        Softmax,
        Blend,
        Sum,
    }

    [Test]
    public void Softmax_shares_one_among_an_odd_count_and_leaves_0_behind(
        [Values(1, 3, 4, 7, 9, 15, 16, 17, 49, 100)] int count, [Values(1f, 0.125f, 30f)] float factor)
    {
        var whole = Whole(count);
        var x = Numbers.Aligned(Numbers.Random(whole + 16, 1).Select(number => number * 4).ToArray());
        var before = x.Span.ToArray();
        Run(Loop.Softmax, x, x, count, factor: factor);
        var powers = before[..count].Select(number => Math.Exp((double)factor * (number - (double)before[..count].Max()))).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(x.Span[..count].ToArray(), Is.EqualTo(powers.Select(power => power / powers.Sum())).Within(2e-6), "shares");
            Assert.That(x.Span[count..whole].ToArray(), Is.All.Zero, "what is left of the last vector");
            Assert.That(x.Span[whole..].ToArray(), Is.EqualTo(before[whole..]), "what lies behind it");
        });
    }

    [Test]
    public void Softmax_of_huge_numbers_is_finite()
    {
        var x = Numbers.Aligned([3e38f, 1e38f, -3e38f, .. new float[13]]);
        Run(Loop.Softmax, x, x, 3);
        Assert.That(x.Span[..3].ToArray(), Is.EqualTo(new[] { 1f, 0, 0 }).Within(1e-30f));
    }

    [Test]
    public void Blending_sums_rows_by_their_weights_in_place_of_the_first_too([Values(1, 2, 4, 16)] int rows, [Values(16, 48, 144)] int count, [Values] bool isInPlace)
    {
        var stride = count + 16;
        var x = Numbers.Aligned(Numbers.Random(rows * stride, 1));
        var before = x.Span.ToArray();
        var weights = Numbers.Random(rows, 2);
        var result = isInPlace ? x : new AlignedBuffer(count);
        Run(Loop.Blend, x, result, count, stride, weights);
        var expected = Enumerable.Range(0, count).Select(j => Enumerable.Range(0, rows).Sum(i => (double)weights[i] * before[(i * stride) + j]));
        Assert.That(result.Span[..count].ToArray(), Is.EqualTo(expected).Within(2e-6));
        Assert.That(x.Span[count..].ToArray(), Is.EqualTo(before[count..]), "the other rows");
    }

    [Test]
    public void Sums_of_three_are_sums_of_three([Values(16, 48, 144)] int count, [Values] bool isRelu)
    {
        var x = Numbers.Aligned(Numbers.Random(3 * count, 1));
        var result = new AlignedBuffer(count);
        Run(Loop.Sum, x, result, count, isRelu: isRelu);
        var parts = x.Span.ToArray();
        var expected = Enumerable.Range(0, count).Select(i => (double)parts[i] + parts[count + i] + parts[(2 * count) + i]).Select(sum => isRelu ? Math.Max(0, sum) : sum);
        Assert.That(result.Span.ToArray(), Is.EqualTo(expected).Within(4e-7));
    }

    private int Whole(int count) => (count + ((int)width / 32) - 1) / ((int)width / 32) * ((int)width / 32);

    private void Run(Loop loop, AlignedBuffer x, AlignedBuffer result, int count, int stride = 0, float[]? weights = null, bool isRelu = false, float factor = 1) =>
        Vectors.Run(new Work(loop, x, result, count, stride, weights ?? [], isRelu, factor), width);

    private sealed unsafe class Work(Loop loop, AlignedBuffer x, AlignedBuffer result, int count, int stride, float[] weights, bool isRelu, float factor) : IVectorWork
    {
        public void Run<TLanes, TVector>()
            where TLanes : struct, ILanes<TVector>
            where TVector : struct
        {
            if (loop == Loop.Softmax)
                RowLoops.Softmax<TLanes, TVector>(x.Address, count, factor);
            else if (loop == Loop.Blend)
                RowLoops.Blend<TLanes, TVector>(x.Address, stride, weights, result.Address, count);
            else
                RowLoops.Sum<TLanes, TVector>(x.Address, x.Address + count, x.Address + (2 * count), result.Address, count, isRelu);
        }
    }
}
