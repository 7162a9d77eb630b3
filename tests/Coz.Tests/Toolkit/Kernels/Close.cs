using static TorchSharp.torch;

namespace Coz.Tests.Toolkit.Kernels;

/// <summary>Distances of float32 results from float64 ones.</summary>
internal static class Close
{
    /// <summary>Asserts that no number is further off than a share of the largest one, or of 1.</summary>
    public static void To(Tensor got, Tensor expected, double share, string what = "")
    {
        using var scope = NewDisposeScope();
        Assert.That(got.shape, Is.EqualTo(expected.shape), what);
        var bound = share * Math.Max(1, expected.abs().max().item<double>());
        Assert.That((got.detach().to(float64) - expected.detach()).abs().max().item<double>(), Is.LessThan(bound), what);
    }
}
