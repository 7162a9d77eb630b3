using TorchSharp;
using static TorchSharp.torch;

namespace Coz.Contracts.Testing;

/// <summary>What the conformance tests measure with.</summary>
internal static class Probe
{
    private const int Seed = 20;
    private const int Predictions = 100;

    public static T Seeded<T>(Func<T> create, ScalarType dtype, int seed = Seed)
        where T : nn.Module
    {
        random.manual_seed(seed);
        var module = create();
        module.eval();
        module.to(dtype);
        return module;
    }

    /// <summary>Smooth enough to be like features, the same in every type.</summary>
    public static Tensor Random(ScalarType dtype, params long[] shape)
    {
        random.manual_seed(Seed);
        using var values = randn(shape, float64);
        return values.to(dtype);
    }

    public static double Distance(Tensor actual, Tensor expected)
    {
        using var scope = NewDisposeScope();
        return (actual.to(float64) - expected.to(float64)).abs().max().item<double>();
    }

    public static double Spread(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.to(float64).std().item<double>();
    }

    /// <summary>Live tensors after a call, for each of 100 calls; a scope around them would hide a leak.</summary>
    public static IReadOnlyList<long> LiveTensors(Action call)
    {
        call();
        var counts = new List<long>(Predictions);
        for (var i = 0; i < Predictions; i++)
        {
            call();
            counts.Add(DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        }

        return counts;
    }

    /// <summary>The names of trainable parameters that a loss left without a gradient, or with one that is zero or not finite.</summary>
    public static IReadOnlyList<string> WithoutGradient(nn.Module module)
    {
        using var scope = NewDisposeScope();
        return [.. module.named_parameters().Where(entry => entry.parameter.requires_grad && !IsUseful(entry.parameter.grad)).Select(entry => entry.name)];
    }

    /// <summary>A copy in which everything outside a square window is replaced by other values.</summary>
    public static Tensor ChangedOutside(Tensor map, int row, int column, int reach)
    {
        using var scope = NewDisposeScope();
        var changed = (map * -2) + 1;
        changed.slice(2, row - reach, row + reach + 1, 1).slice(3, column - reach, column + reach + 1, 1)
            .copy_(map.slice(2, row - reach, row + reach + 1, 1).slice(3, column - reach, column + reach + 1, 1));
        return changed.MoveToOuterDisposeScope();
    }

    private static bool IsUseful(Tensor? gradient) => gradient is not null && gradient.isfinite().all().item<bool>() && gradient.count_nonzero().item<long>() > 0;
}
