using System.Runtime.Intrinsics;
using Coz.Plugins.Cost.Peak;

namespace Coz.Tests.Plugins.Cost;

/// <summary>Sanity alone: how fast a machine is, no test can know.</summary>
public sealed class FmaPeakTests
{
    [Test]
    public void The_peak_is_a_positive_number_on_all_cores()
    {
        Assert.That(FmaPeak.Measure(), Is.Positive.And.LessThan(double.PositiveInfinity));
        Assert.That(FmaPeak.Threads, Is.EqualTo(Environment.ProcessorCount));
    }

    [Test]
    public void The_vector_is_the_widest_the_machine_computes_with() =>
        Assert.That(FmaPeak.VectorBits, Is.EqualTo(Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128));
}
