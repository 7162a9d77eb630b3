using Coz.Plugins.Train;
using static TorchSharp.torch;
using OptimizerOptions = Coz.Plugins.Train.OptimizerOptions;
using Parameter = TorchSharp.Modules.Parameter;

namespace Coz.Tests.Plugins.Train;

[TestFixture]
public sealed class OptimizerTests
{
    private static readonly double[] Gradients = [0.5, -2, 0.1, 0.1, 3];

    [TestCase(0.0)]
    [TestCase(0.1)]
    public void Adam_follows_its_formula(double decay) => Check(new OptimizerOptions { Rate = 0.01, WeightDecay = decay }, (weight, gradient, memory, step) =>
    {
        gradient += decay * weight;
        return weight - (0.01 * Direction(memory, gradient, step));
    });

    [Test]
    public void AdamW_shrinks_the_weight_beside_its_step() => Check(new OptimizerOptions { Name = OptimizerKind.AdamW, Rate = 0.01 }, (weight, gradient, memory, step) =>
        (weight * (1 - (0.01 * 0.01))) - (0.01 * Direction(memory, gradient, step)));

    [TestCase(false)]
    [TestCase(true)]
    public void Sgd_follows_its_formula(bool isNesterov) =>
        Check(new OptimizerOptions { Name = OptimizerKind.Sgd, Rate = 0.01, Momentum = 0.9, Nesterov = isNesterov }, (weight, gradient, memory, step) =>
        {
            memory[0] = step == 1 ? gradient : (0.9 * memory[0]) + gradient;
            return weight - (0.01 * (isNesterov ? gradient + (0.9 * memory[0]) : memory[0]));
        });

    [Test]
    public void Frozen_weights_keep_their_number_and_have_no_state()
    {
        using var frozen = new Parameter(ones(2), requires_grad: false);
        using var trained = new Parameter(ones(2));
        using var optimizer = new WeightOptimizer([frozen, trained], new OptimizerOptions());
        trained.sum().backward();
        optimizer.Step();

        Assert.That(optimizer.State().Select(entry => entry.Key), Is.EqualTo(new[] { "1.exp_avg", "1.exp_avg_sq" }));
        Assert.That(optimizer.Steps().Single(), Is.EqualTo(KeyValuePair.Create(1, 1L)));
        Assert.That(frozen.sum().item<float>(), Is.EqualTo(2));
    }

    [Test]
    public void A_moving_average_follows_its_formula_and_swaps_back()
    {
        using var weight = new Parameter(tensor(new[] { 1f, 2f }));
        using var average = new MovingAverage([weight], 0.75);
        using (no_grad())
            weight.copy_(tensor(new[] { 5f, -2f }));
        average.Update(steps: 100);
        Assert.That(average.Averages[0].data<float>().ToArray(), Is.EqualTo(new[] { 2f, 1f }));

        average.Swap();
        Assert.That(weight.data<float>().ToArray(), Is.EqualTo(new[] { 2f, 1f }));
        average.Swap();
        Assert.That(weight.data<float>().ToArray(), Is.EqualTo(new[] { 5f, -2f }));
    }

    [Test]
    public void A_moving_average_soon_forgets_the_random_start()
    {
        using var weight = new Parameter(tensor(new[] { 0f }));
        using var average = new MovingAverage([weight], 0.999);
        using (no_grad())
            weight.fill_(1);

        // The first step counts for nine tenths, the second for eight elevenths.
        average.Update(steps: 0);
        Assert.That(average.Averages[0].item<float>(), Is.EqualTo(0.9).Within(1e-6));
        average.Update(steps: 1);
        Assert.That(average.Averages[0].item<float>(), Is.EqualTo(1 - (0.1 * 2 / 11)).Within(1e-6));
        for (var step = 2; step < 100; step++)
            average.Update(step);
        Assert.That(average.Averages[0].item<float>(), Is.GreaterThan(1 - 1e-5));
    }

    private static double Direction(double[] memory, double gradient, int step)
    {
        memory[0] = (0.9 * memory[0]) + (0.1 * gradient);
        memory[1] = (0.999 * memory[1]) + (0.001 * gradient * gradient);
        return memory[0] / (1 - Math.Pow(0.9, step)) / (Math.Sqrt(memory[1] / (1 - Math.Pow(0.999, step))) + 1e-8);
    }

    private static void Check(OptimizerOptions options, Func<double, double, double[], int, double> formula)
    {
        using var weight = new Parameter(tensor(new[] { 1.5 }));
        using var optimizer = new WeightOptimizer([weight], options);
        var (expected, memory) = (1.5, new double[2]);
        for (var step = 1; step <= Gradients.Length; step++)
        {
            optimizer.ClearGradients();
            (weight * Gradients[step - 1]).sum().backward();
            optimizer.Step();
            expected = formula(expected, Gradients[step - 1], memory, step);
            Assert.That(weight.item<double>(), Is.EqualTo(expected).Within(1e-12), $"step {step}");
        }
    }
}
