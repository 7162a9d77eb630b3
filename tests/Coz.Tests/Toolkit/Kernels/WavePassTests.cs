using Coz.Toolkit;
using Coz.Toolkit.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace Coz.Tests.Toolkit.Kernels;

/// <summary>The waves' kernel with a gradient against float64 operators, on every vector width.</summary>
[TestFixtureSource(typeof(Numbers), nameof(Numbers.Widths))]
public sealed class WavePassTests(VectorWidth width)
{
    [Test]
    public void Waves_and_their_gradients_are_those_of_operators(
        [Values(1, 9, 16, 37)] int waves,
        [Values(1, 131)] int queries,
        [Values(false, true)] bool isWeighted)
    {
        using var scope = NewDisposeScope();
        random.manual_seed(6);
        var (rows, phases) = (randn(3, 30, 4 * waves), randn(3, queries, waves));
        var around = Around(queries);
        var weights = isWeighted ? rand(3, queries, 4) : ones(3, queries, 4);
        var gradient = randn(3, queries, 4, 2 * waves);
        var fast = Fast(rows, phases, around, weights, gradient);

        var (exactRows, exactPhases) = (rows.to(float64).requires_grad_(), phases.to(float64).requires_grad_());
        var exact = LocalWaves.Apply(exactRows, around with { Relative = around.Relative.to(float64) }, exactPhases, weights.to(float64));
        exact.backward([gradient.to(float64)]);
        foreach (var (got, expected) in fast.Zip([exact.detach(), exactRows.grad!, exactPhases.grad!]))
            Close.To(got, expected, 3e-6);
    }

    [Test]
    public void Bits_do_not_depend_on_what_runs_beside()
    {
        using var scope = NewDisposeScope();
        random.manual_seed(7);
        var (rows, phases, around) = (randn(3, 30, 4 * 19), randn(3, 700, 19), Around(700));
        var (weights, gradient) = (rand(3, 700, 4), randn(3, 700, 4, 2 * 19));
        var alone = Fast(rows, phases, around, weights, gradient);
        var together = new List<Tensor>[3];
        Parallel.For(0, together.Length, i => together[i] = Fast(rows, phases, around, weights, gradient));
        foreach (var (one, other) in together.SelectMany(run => run.Zip(alone)))
            Assert.That(one.bytes.SequenceEqual(other.bytes));
        foreach (var one in together.SelectMany(run => run))
            one.Dispose();
    }

    [Test]
    public void The_function_gives_what_the_kernel_gives_and_leaves_no_tensor()
    {
        using var scope = NewDisposeScope();
        random.manual_seed(8);
        var (rows, phases, around) = (randn(3, 30, 4 * 5).requires_grad_(), randn(3, 20, 5).requires_grad_(), Around(20));
        var gradient = randn(3, 20, 4, 10);
        Assert.That(LocalWaves.Trains(rows, around, phases));
        var expected = Fast(rows, phases, around, ones(3, 20, 4), gradient);
        var counts = Enumerable.Range(0, 10).Select(_ =>
        {
            using var inner = NewDisposeScope();
            rows.grad = phases.grad = null;
            LocalWaves.Apply(rows, around, phases).backward([gradient]);
            return DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        }).ToList();
        Close.To(rows.grad!, expected[1].to(float64), 1e-6);
        Close.To(phases.grad!, expected[2].to(float64), 1e-6);
        Assert.That(counts.Skip(2), Is.All.EqualTo(counts[2]));
    }

    private static Neighbours Around(int queries) => Neighbours.Around((rand(3, queries, 2) * 2) - 1, 5, 6, [-1, 1]);

    private List<Tensor> Fast(Tensor rows, Tensor phases, Neighbours around, Tensor weights, Tensor gradient)
    {
        using var pass = new WavePass([rows.detach(), phases.detach(), around.Index.contiguous(), around.Relative.contiguous(), weights], width);
        var output = pass.Forward();
        var (ofRows, ofPhases) = pass.Backward(gradient);
        return [output, ofRows, ofPhases];
    }
}
