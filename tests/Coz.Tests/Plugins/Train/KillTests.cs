using System.Diagnostics;
using System.Globalization;
using Coz.Tests.CommandLine;
using Coz.Tests.Support;

namespace Coz.Tests.Plugins.Train;

/// <summary>
/// Kills real trainings with SIGKILL at instants drawn from a printed seed and lets them go on: 3, every second of them while a
/// checkpoint's temporary file exists; tests/kill-resume.sh runs 20.
/// </summary>
[TestFixture]
public sealed class KillTests
{
    private const int Steps = 30;
    private static readonly string[] Files = ["last", "best", "best-x2"];

    [Test]
    public void A_training_that_is_killed_ends_with_the_bytes_of_one_that_was_not()
    {
        var series = new KillSeries(3);
        using var training = new ChildTraining(Steps);
        var clock = Stopwatch.StartNew();
        using (var whole = training.Start("whole"))
        {
            KillSeries.Wait(whole, () => training.HasTakenAStep("whole"));
            clock.Restart();
            CozProcess.EndWell(whole);
        }

        var (length, whileWriting) = (clock.Elapsed, 0);
        for (var i = 0; i < series.Kills; i++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"killed-{i}");
            var instant = series.Instant(length);
            using (var victim = training.Start(name))
            {
                KillSeries.Wait(victim, () => training.HasTakenAStep(name));
                clock.Restart();
                KillSeries.Wait(victim, () => clock.Elapsed >= instant && (i % 2 == 0 || training.IsWriting(name)));
                victim.Kill();
                victim.WaitForExit();
            }

            var wasWriting = training.IsWriting(name);
            whileWriting += wasWriting ? 1 : 0;
            TestContext.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {instant.TotalSeconds:F2} s of {length.TotalSeconds:F2} s after the first state, {LastState(training, name)}{(wasWriting ? ", while a temporary file existed" : "")}"));
            using var rest = i % 2 == 0 ? training.Start(name) : training.Resume(name);
            CozProcess.EndWell(rest);
            foreach (var file in Files)
                Assert.That(training.Checkpoint(name, file), Is.EqualTo(training.Checkpoint("whole", file)), $"{name}: {file}");
        }

        Assert.That(whileWriting, Is.GreaterThanOrEqualTo(series.Kills / 4), "kills while a temporary file existed");
        TestContext.Out.WriteLine($"{series.Kills} killed, {whileWriting} of them while a temporary file existed: all ended with the same bytes");
    }

    private static string LastState(ChildTraining training, string name) =>
        Path.GetFileNameWithoutExtension(Directory.GetFiles(Path.Combine(training.RunFolder(name)!, "state"), "*.safetensors").Max()) ?? "no state";
}
