using Coz.Contracts;
using Coz.Contracts.Devices;
using Coz.Plugins.Capture;
using Coz.Tests.Plugins.Benchmark;
using Coz.Tests.Support;

namespace Coz.Tests.Plugins.Capture;

/// <summary>A disk that is full or broken pauses the sweep; no picture is blamed for it, and none is lost.</summary>
[TestFixture]
[Parallelizable(ParallelScope.Children)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class DiskFaultTests : IDisposable
{
    private readonly CaptureBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Test]
    [Platform("Linux")]
    public async Task A_full_disk_pauses_the_sweep_and_it_goes_on_with_the_exposure_on_the_camera()
    {
        var part = Path.Combine(Directory.CreateDirectory(Path.Combine(_bench.SessionFolder, "frames")).FullName, "0002.jpg.part");
        File.CreateSymbolicLink(part, "/dev/full");

        // The first two gates are those of the steps, the third is the pause.
        _bench.Run.AtGate = gate =>
        {
            if (gate == 3)
                File.Delete(part);
        };
        await _bench.CaptureAsync(CaptureBench.Options());

        CheckPausedOnce(FaultKind.DiskFull, "disk is full");
    }

    [Test]
    public async Task A_destination_that_cannot_be_written_is_not_the_pictures_fault()
    {
        var part = Directory.CreateDirectory(Path.Combine(_bench.SessionFolder, "frames", "0002.jpg.part")).FullName;
        _bench.Run.AtGate = gate =>
        {
            if (gate == 3)
                Directory.Delete(part);
        };
        await _bench.CaptureAsync(CaptureBench.Options());

        CheckPausedOnce(FaultKind.DiskError, "0002.jpg.part cannot be written");
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    public async Task A_manifest_that_cannot_be_written_pauses_the_sweep_whichever_line_it_is(int line)
    {
        var clock = new FailingClock();
        var options = CaptureBench.Options();

        // The second step's lines: begun, recorded, released. At the pause, which is the third gate, there is room again.
        _bench.Run.AtGate = gate => clock.WorksFor = gate == 2 ? line - 1 : null;
        using (var journal = new SessionJournal(_bench.SessionFolder, clock))
        {
            await using var rig = new Rig(options, new TestParts(), new RigContext(TimeProvider.System, _bench.SessionFolder + ".devices", _bench.Run.Seed), _ => { });
            await new Sweep(options, SweepPlan.Of(options, rig.Lens.Capabilities), rig, journal, _bench.Run).RunAsync(default);
        }

        _bench.CheckComplete();
        Assert.That(_bench.Run.Events.OfType<MessageEvent>().Select(message => message.Text), Has.Some.Contains("disk is full"));
        Assert.That(_bench.Session.Entries.OfType<FrameRejected>(), Is.Empty);
        Assert.That(_bench.Session.Entries.OfType<StepStarted>().Count(), Is.EqualTo(4));
        Assert.That(File.ReadAllLines(Path.Combine(_bench.SessionFolder, CaptureSession.ManifestName)).Select(SessionJson.TryRead), Has.None.Null);
    }

    private void CheckPausedOnce(FaultKind kind, string message)
    {
        _bench.CheckComplete();
        Assert.That(_bench.Session.Entries.OfType<SessionNote>().Select(note => note.Text), Has.Exactly(1).EqualTo($"paused: {kind}"));
        Assert.That(_bench.Run.Events.OfType<MessageEvent>().Select(entry => entry.Text), Has.Some.Contains(message));
        Assert.That(_bench.Session.Entries.OfType<FrameRejected>(), Is.Empty);
        Assert.That(_bench.Session.Entries.OfType<StepStarted>().Count(), Is.EqualTo(4), "four exposures for four steps");
    }

    // Every line of the manifest is given its time just before it is written.
    private sealed class FailingClock : TimeProvider
    {
        /// <summary>How many more lines there is room for; null for any number.</summary>
        public int? WorksFor { get; set; }

        public override DateTimeOffset GetUtcNow()
        {
            if (WorksFor is not { } left)
                return base.GetUtcNow();
            if (left == 0)
                throw new IOException("No space left on device", 28);
            WorksFor = left - 1;
            return base.GetUtcNow();
        }
    }
}
