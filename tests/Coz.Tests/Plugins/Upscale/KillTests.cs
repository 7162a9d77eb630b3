using System.Diagnostics;
using System.Globalization;
using Coz.Tests.CommandLine;
using Coz.Tests.Support;

namespace Coz.Tests.Plugins.Upscale;

/// <summary>
/// Kills real upscales of a folder with SIGKILL at instants drawn from a printed seed and resumes them: 3, every second of them while a
/// picture is being written; tests/upscale-kill-resume.sh runs 10.
/// </summary>
[TestFixture]
public sealed class KillTests
{
    private const int Pictures = 8;

    [Test]
    public void A_folder_whose_run_is_killed_is_completed_with_the_bytes_of_one_that_was_not()
    {
        var series = new KillSeries(3);
        using var upscale = new ChildUpscale(Pictures);
        var clock = Stopwatch.StartNew();
        using (var whole = upscale.Start("whole"))
        {
            KillSeries.Wait(whole, () => upscale.HasBegun("whole"));
            clock.Restart();
            CozProcess.EndWell(whole);
        }

        var (length, whileWriting) = (clock.Elapsed, 0);
        Assert.That(upscale.Entries("whole"), Has.Count.EqualTo(Pictures));
        for (var i = 0; i < series.Kills; i++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"killed-{i}");
            var instant = series.Instant(length);
            using (var victim = upscale.Start(name))
            {
                KillSeries.Wait(victim, () => upscale.HasBegun(name));
                clock.Restart();
                KillSeries.Wait(victim, () => clock.Elapsed >= instant && (i % 2 == 0 || upscale.IsWriting(name)));
                victim.Kill();
                victim.WaitForExit();
            }

            var (done, wasWriting) = (upscale.Done(name), upscale.IsWriting(name));
            whileWriting += wasWriting ? 1 : 0;
            TestContext.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {instant.TotalSeconds:F2} s of {length.TotalSeconds:F2} s after the start, {done} of {Pictures} done{(wasWriting ? ", while a picture was written" : "")}"));
            using (var rest = upscale.Start(name, isResumed: true))
            {
                var (code, output, errors) = CozProcess.End(rest);
                Assert.That(code, Is.Zero, errors);
                Assert.That(output + errors, done > 0 ? Does.Contain($"{done} done before") : Does.Not.Contain("done before"));
            }

            Assert.That(upscale.Entries(name), Is.EqualTo(upscale.Entries("whole")), $"{name}: nothing but the pictures");
            foreach (var entry in upscale.Entries(name))
                Assert.That(upscale.Bytes(name, entry).AsSpan().SequenceEqual(upscale.Bytes("whole", entry)), $"{name}: {entry}");
        }

        TestContext.Out.WriteLine($"{series.Kills} killed, {whileWriting} of them while a picture was written: all were completed with the same bytes");
    }
}
