using Coz.Tests.CommandLine;

namespace Coz.Tests.Plugins.Train;

[TestFixture]
public sealed class DiskFullTests
{
    [Test]
    public void A_checkpoint_that_cannot_be_written_ends_the_run_with_a_reason_and_the_older_ones_are_whole()
    {
        using var training = new ChildTraining(6);
        using (var whole = training.Start("whole"))
            CozProcess.EndWell(whole);

        // Checkpoints fit, states do not.
        var limit = (int)(training.Checkpoint("whole", "last").Length / 1024 * 3 / 2);
        using var limited = training.StartLimited("limited", limit);
        var (code, _, errors) = CozProcess.End(limited);

        Assert.That(code, Is.EqualTo(1), errors);
        Assert.That(errors, Does.Contain("Cannot write").And.Contain("step-0000000001.safetensors"));
        var run = training.RunFolder("limited")!;
        Assert.That(Directory.GetFiles(run, "*.tmp", SearchOption.AllDirectories), Is.Empty);
        Assert.That(File.ReadAllText(Path.Combine(run, "events.jsonl")), Does.Contain("\"type\":\"fault\"").And.Contain("\"is_fatal\":true"));
        using var last = Coz.Toolkit.Safetensors.Read(Path.Combine(run, "checkpoints", "last.safetensors"));
        Assert.That(last.Metadata, Does.ContainKey("coz.decoder"));

        // With room again it goes on to the same end.
        using (var rest = training.Resume("limited"))
            CozProcess.EndWell(rest);
        Assert.That(training.Checkpoint("limited", "last"), Is.EqualTo(training.Checkpoint("whole", "last")));
    }
}
