using System.Diagnostics;
using System.Globalization;

namespace Coz.Tests.Support;

/// <summary>
/// Processes that are killed at instants drawn from a printed seed. COZ_KILLS says how many, COZ_KILL_SEED repeats a series;
/// tests/kill-resume.sh and tests/upscale-kill-resume.sh run longer ones.
/// </summary>
internal sealed class KillSeries
{
    private const int Limit = 300_000;
    private readonly Random _random;

    public KillSeries(int kills)
    {
        Kills = Number("COZ_KILLS", kills);
        var seed = Number("COZ_KILL_SEED", Environment.TickCount & 0xFFFF);
        TestContext.Out.WriteLine($"seed {seed}");
        _random = new Random(seed);
    }

    public int Kills { get; }

    /// <summary>An instant within a length of time, not at its very end.</summary>
    public TimeSpan Instant(TimeSpan length) => _random.NextDouble() * 0.9 * length;

    /// <summary>Waits until something is so, or the process has ended well: it has then nothing left to be killed in.</summary>
    public static void Wait(Process process, Func<bool> until)
    {
        var clock = Stopwatch.StartNew();
        while (!until())
        {
            if (process.HasExited)
            {
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
