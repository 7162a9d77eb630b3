using Coz.Tests.CommandLine;

namespace Coz.Tests.Plugins.Train;

[TestFixture]
public sealed class ThreadsTests
{
    // liif: the dense stack; lmi: the mixer; lte and linf: the waves.
    [TestCase("liif")]
    [TestCase("lmi")]
    [TestCase("lte")]
    [TestCase("linf")]
    public void Kernels_train_to_the_same_bytes_on_one_core_and_on_four(string decoder)
    {
        using var training = new ChildTraining(3);
        foreach (var cores in new[] { 1, 4 })
        {
            using var process = training.StartOn(cores, $"on-{cores}", decoder);
            CozProcess.EndWell(process);
        }

        Assert.That(training.Checkpoint("on-4", "last"), Is.EqualTo(training.Checkpoint("on-1", "last")));
    }
}
