using System.Globalization;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Coz.Plugins.Train;

/// <summary>
/// Muon (Jordan et al., 2024): the step of a matrix of weights is its momentum made orthogonal: all its directions move
/// alike. A convolution (out, in, k, k) counts as the matrix (out, in * k * k).
/// </summary>
/// <remarks>
/// Orthogonal by five Newton-Schulz steps x := a x + (b x x^T + c (x x^T)^2) x, as published; momentum 0.95, Nesterov's; times
/// 0.2 sqrt(larger side), by which a step is as large as Adam's at the same rate (Liu et al., Muon is Scalable for LLM Training, 2025).
/// Weights of one shape are made orthogonal together: 15 products a shape, of (out x in k k) each.
/// </remarks>
internal sealed class Muon : IDisposable
{
    /// <summary>Where fewer channels go in or out, as at an encoder's head, there is nothing to be made orthogonal.</summary>
    private const int FewestChannels = 8;

    private const double Momentum = 0.95;
    private const double AdamsShare = 0.2;
    private const int NewtonSchulzSteps = 5;
    private const double A = 3.4445;
    private const double B = -4.7750;
    private const double C = 2.0315;
    private const double Epsilon = 1e-7;

    private readonly List<Matrix> _matrices;
    private readonly double _decay;

    /// <summary>Takes those of the weights that are matrices, by their number; the rest is another optimizer's.</summary>
    /// <param name="weights">All weights of the model.</param>
    /// <param name="decay">The decoupled weight decay.</param>
    public Muon(IReadOnlyList<Parameter> weights, double decay)
    {
        _decay = decay;
        _matrices = [.. from index in Enumerable.Range(0, weights.Count) where IsMatrix(weights[index]) select new Matrix(index, weights[index])];
    }

    /// <summary>The weights it moves, by their number.</summary>
    public IEnumerable<int> Indices => _matrices.Select(matrix => matrix.Index);

    /// <summary>The momentum of each weight: the tensors stay its own.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> State() =>
        _matrices.Select(matrix => KeyValuePair.Create(string.Create(CultureInfo.InvariantCulture, $"{matrix.Index}.momentum_buffer"), matrix.Momentum));

    /// <summary>Moves the weights that have a gradient, and takes it from them.</summary>
    public void Step(double rate)
    {
        using var noGradient = no_grad();
        foreach (var alike in _matrices.Where(matrix => matrix.Weight.grad is not null).GroupBy(matrix => (matrix.Rows, matrix.Columns)))
        {
            using var scope = NewDisposeScope();
            List<Matrix> group = [.. alike];
            var steps = Orthogonal(stack(group.Select(matrix => matrix.Advance())));
            var size = rate * AdamsShare * Math.Sqrt(Math.Max(alike.Key.Rows, alike.Key.Columns));
            for (var i = 0; i < group.Count; i++)
                group[i].Move(steps[i] * size, shrink: 1 - (rate * _decay));
        }
    }

    /// <summary>The orthogonal matrices nearest to these, up to the published coefficients: singular values between 0.7 and 1.2.</summary>
    /// <param name="matrices">(N, rows, columns).</param>
    /// <returns>The same shape; the caller disposes it.</returns>
    public static Tensor Orthogonal(Tensor matrices)
    {
        using var scope = NewDisposeScope();
        var isTall = matrices.shape[1] > matrices.shape[2];
        var x = isTall ? matrices.transpose(1, 2) : matrices;
        x = x / (x.square().sum([1, 2], keepdim: true).sqrt() + Epsilon);
        for (var step = 0; step < NewtonSchulzSteps; step++)
        {
            var square = x.bmm(x.transpose(1, 2));
            x = (A * x) + ((B * square) + (C * square.bmm(square))).bmm(x);
        }

        return (isTall ? x.transpose(1, 2) : x).MoveToOuterDisposeScope();
    }

    public void Dispose() => _matrices.ForEach(matrix => matrix.Momentum.Dispose());

    private static bool IsMatrix(Parameter weight) => weight.requires_grad && weight.Dimensions >= 2 && Math.Min(weight.shape[0], weight.shape[1]) >= FewestChannels;

    private sealed class Matrix(int index, Parameter weight)
    {
        public int Index { get; } = index;

        public Parameter Weight { get; } = weight;

        public Tensor Momentum { get; } = zeros_like(weight).detach().DetachFromDisposeScope();

        public long Rows => Weight.shape[0];

        public long Columns => Weight.NumberOfElements / Rows;

        /// <summary>Adds the gradient to the momentum and looks ahead.</summary>
        /// <returns>(rows, columns).</returns>
        public Tensor Advance()
        {
            Momentum.lerp_(Weight.grad!, 1 - Muon.Momentum);
            return Weight.grad!.lerp(Momentum, Muon.Momentum).reshape(Rows, Columns);
        }

        public void Move(Tensor step, double shrink)
        {
            Weight.mul_(shrink).sub_(step.reshape(Weight.shape));
            Weight.grad = null;
        }
    }
}
