using Coz.Plugins.Train;
using static TorchSharp.torch;
using OptimizerOptions = Coz.Plugins.Train.OptimizerOptions;
using Parameter = TorchSharp.Modules.Parameter;

namespace Coz.Tests.Plugins.Train;

[TestFixture]
public sealed class MuonTests
{
    private const double Rate = 0.01;

    [TestCase(8, 8)]
    [TestCase(8, 72)]
    [TestCase(72, 8)]
    public void Makes_matrices_orthogonal_by_the_published_polynomial(int rows, int columns)
    {
        manual_seed(rows + columns);
        using var scope = NewDisposeScope();
        var matrices = randn(3, rows, columns, ScalarType.Float64);
        var expected = stack([Reference(matrices[0]), Reference(matrices[1]), Reference(matrices[2])]);

        Assert.That(MaxDifference(Muon.Orthogonal(matrices), expected), Is.LessThan(1e-9));
    }

    // Momentum 0.95 that looks ahead, 0.2 sqrt(larger side), decoupled decay: by the singular values, without a product of matrices.
    [TestCase(0.0, 0.0)]
    [TestCase(0.3, 0.3)]
    [TestCase(null, 0.1)]
    public void Moves_a_convolution_by_its_formula(double? given, double decay)
    {
        manual_seed(3);
        using var scope = NewDisposeScope();
        var weight = new Parameter(randn(16, 8, 3, 3, ScalarType.Float64));
        using var optimizer = new WeightOptimizer([weight], new OptimizerOptions { Name = OptimizerKind.Muon, Rate = Rate, WeightDecay = given });
        var (expected, momentum) = (weight.detach().clone().reshape(16, 72), zeros(16, 72, ScalarType.Float64));
        for (var step = 0; step < 3; step++)
        {
            var gradient = randn(16, 72, ScalarType.Float64);
            optimizer.ClearGradients();
            (weight * gradient.reshape(weight.shape)).sum().backward();
            optimizer.Step();

            momentum = (0.95 * momentum) + (0.05 * gradient);
            expected = (expected * (1 - (Rate * decay))) - (Rate * 0.2 * Math.Sqrt(72) * Reference((0.05 * gradient) + (0.95 * momentum)));
            Assert.That(MaxDifference(weight.reshape(16, 72), expected), Is.LessThan(1e-9), $"step {step}");
        }
    }

    [Test]
    public void Leaves_vectors_and_the_encoders_head_to_AdamW()
    {
        manual_seed(4);
        using var scope = NewDisposeScope();
        Tensor[] starts = [randn(32, 3, 3, 3), randn(32), randn(3, 64), randn(16, 16)];
        var muon = Trained(OptimizerKind.Muon);
        var adamW = Trained(OptimizerKind.AdamW);

        Assert.That(muon.Zip(adamW, (one, other) => one.equal(other).all().item<bool>()), Is.EqualTo(new[] { true, true, true, false }));

        Parameter[] Trained(OptimizerKind kind)
        {
            Parameter[] weights = [.. starts.Select(start => new Parameter(start.clone()))];
            using var optimizer = new WeightOptimizer(weights, new OptimizerOptions { Name = kind, Rate = Rate, WeightDecay = 0.01 });
            for (var step = 0; step < 3; step++)
            {
                optimizer.ClearGradients();
                weights.Select(weight => weight.square().sum()).Aggregate((sum, next) => sum + next).backward();
                optimizer.Step();
            }

            return weights;
        }
    }

    [Test]
    public void Remembers_a_momentum_for_its_matrices_and_nothing_else_of_them()
    {
        using var matrix = new Parameter(ones(8, 8));
        using var frozen = new Parameter(ones(8, 8), requires_grad: false);
        using var vector = new Parameter(ones(8));
        using var optimizer = new WeightOptimizer([matrix, frozen, vector], new OptimizerOptions { Name = OptimizerKind.Muon });

        Assert.That(optimizer.State().Select(entry => entry.Key), Is.EquivalentTo(new[] { "0.momentum_buffer", "2.exp_avg", "2.exp_avg_sq" }));
        Assert.That(optimizer.Steps().Select(entry => entry.Key), Is.EqualTo(new[] { 2 }));
    }

    [Test]
    public void Leaves_a_matrix_without_a_gradient_where_it_is()
    {
        using var used = new Parameter(eye(8));
        using var unused = new Parameter(eye(8));
        using var optimizer = new WeightOptimizer([used, unused], new OptimizerOptions { Name = OptimizerKind.Muon, Rate = Rate, WeightDecay = 0.1 });
        used.sum().backward();
        optimizer.Step();

        using var start = eye(8);
        Assert.That(MaxDifference(unused, start), Is.Zero);
        Assert.That(MaxDifference(used, start), Is.GreaterThan(1e-4));
    }

    // x x^T and x share their singular vectors, so each step is the polynomial a s + b s^3 + c s^5 of every singular value alone.
    private static Tensor Reference(Tensor matrix)
    {
        using var scope = NewDisposeScope();
        var (left, values, right) = linalg.svd(matrix, fullMatrices: false);
        var singular = values.data<double>().ToArray();
        var norm = Math.Sqrt(singular.Sum(value => value * value)) + 1e-7;
        var moved = Array.ConvertAll(singular, value =>
        {
            var s = value / norm;
            for (var step = 0; step < 5; step++)
                s = (3.4445 * s) - (4.7750 * Math.Pow(s, 3)) + (2.0315 * Math.Pow(s, 5));
            return s;
        });
        return left.matmul(diag(tensor(moved))).matmul(right).MoveToOuterDisposeScope();
    }

    private static double MaxDifference(Tensor one, Tensor other)
    {
        using var scope = NewDisposeScope();
        return (one - other).abs().max().to(ScalarType.Float64).item<double>();
    }
}
