using System.Diagnostics;
using System.Globalization;

namespace Coz.Tests.Plugins.Train;

/// <summary>
/// Kills real trainings with SIGKILL at instants drawn from a printed seed and lets them go on. COZ_KILLS says how many (3 by default, every
/// second of them while a checkpoint's temporary file exists), COZ_KILL_SEED the seed; tests/kill-resume.sh runs 20.
/// </summary>
[TestFixture]
public sealed class KillTests
{
    private const int Steps = 30;
    private const int Limit = 120_000;
    private static readonly string[] Files = ["last", "best", "best-x2"];

    [Test]
    public void A_training_that_is_killed_ends_with_the_bytes_of_one_that_was_not()
    {
        var kills = Number("COZ_KILLS", 3);
        var seed = Number("COZ_KILL_SEED", Environment.TickCount & 0xFFFF);
        TestContext.Out.WriteLine($"seed {seed}");
        var random = new Random(seed);
        using var training = new ChildTraining(Steps);
        var clock = Stopwatch.StartNew();
        using (var whole = training.Start("whole"))
        {
            Wait(whole, () => training.HasTakenAStep("whole"));
            clock.Restart();
            ChildTraining.Finish(whole);
        }

        var (length, whileWriting) = (clock.Elapsed.TotalSeconds, 0);
        for (var i = 0; i < kills; i++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"killed-{i}");
            var instant = TimeSpan.FromSeconds(random.NextDouble() * 0.9 * length);
            using (var victim = training.Start(name))
            {
                Wait(victim, () => training.HasTakenAStep(name));
                clock.Restart();
                Wait(victim, () => clock.Elapsed >= instant && (i % 2 == 0 || training.IsWriting(name)));
                victim.Kill();
                victim.WaitForExit();
            }

            var wasWriting = training.IsWriting(name);
            whileWriting += wasWriting ? 1 : 0;
            TestContext.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {instant.TotalSeconds:F2} s of {length:F2} s after the first state, {LastState(training, name)}{(wasWriting ? ", while a temporary file existed" : "")}"));
            using var rest = i % 2 == 0 ? training.Start(name) : training.Resume(name);
            ChildTraining.Finish(rest);
            foreach (var file in Files)
                Assert.That(training.Checkpoint(name, file), Is.EqualTo(training.Checkpoint("whole", file)), $"{name}: {file}");
        }

        TestContext.Out.WriteLine($"{kills} killed, {whileWriting} of them while a temporary file existed: all ended with the same bytes");
    }

    private static string LastState(ChildTraining training, string name) =>
        Path.GetFileNameWithoutExtension(Directory.GetFiles(Path.Combine(training.RunFolder(name)!, "state"), "*.safetensors").Max()) ?? "no state";

    private static void Wait(Process process, Func<bool> until)
    {
        var clock = Stopwatch.StartNew();
        while (!until())
        {
            if (process.HasExited)
            {
                // Ended before the instant came: it is then resumed, and has nothing left to do.
                if (process.ExitCode == 0)
                    return;
                Assert.Fail($"It ended by itself: {process.StandardError.ReadToEnd()}");
            }

            Assert.That(clock.ElapsedMilliseconds, Is.LessThan(Limit), "the child does nothing");
            Thread.SpinWait(2000);
        }
    }

    private static int Number(string variable, int fallback) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : fallback;
}
