using Coz.Contracts;
using Coz.Contracts.Devices;
using Coz.Plugins.Capture;
using Coz.Plugins.SimulatedRig;
using Coz.Tests.Plugins.Benchmark;
using Coz.Tests.Support;

namespace Coz.Tests.Plugins.Capture;

[TestFixture]
public sealed class CalibrateTaskTests
{
    [Test]
    public async Task A_calibration_finds_the_bend_of_the_ring_and_a_sweep_uses_it()
    {
        using var folder = new TemporaryFolder();
        var camera = new Part<Camera>("simulated", new SimulatedCameraOptions { Width = 64, Widest = 18, Longest = 150, ExifStep = 0.1 });
        var lens = new SimulatedLensOptions { RingBend = 0.3, Backlash = 0, Breathing = 0 };
        var options = new CalibrateOptions { Camera = camera, Lens = new Part<ZoomLens>("simulated", lens), Settle = 0 };

        var result = await new CalibrateTask(options, new TestParts()).RunAsync(new FakeRun(folder.FullPath), default);

        var path = (string)result.Json["calibration"]!;
        var table = CalibrationFile.Read(path, "deg").ToTable();
        var context = new RigContext(TimeProvider.System, folder.Path("devices"), 3);
        _ = new SimulatedLens(lens, context);
        var world = SimulatedWorld.Of(context, "simulated");
        var printed = world.Optics.PrintedTable();
        var worst = Enumerable.Range(1, 70).Max(ring => Math.Abs(table.FocalAt(ring) - world.Optics.FocalAt(ring)) / world.Optics.FocalAt(ring));
        var worstPrinted = Enumerable.Range(1, 70).Max(ring => Math.Abs(printed.FocalAt(ring) - world.Optics.FocalAt(ring)) / world.Optics.FocalAt(ring));
        Assert.That(worst, Is.LessThan(0.02));
        Assert.That(worstPrinted, Is.GreaterThan(0.03), "the printed table is worse");

        var sweep = SweepPlan.Of(CaptureBench.Options(lens: lens) with { Calibration = path }, new SimulatedLens(lens, context).Capabilities);
        Assert.That(world.Optics.FocalAt(sweep.Steps[0].Position), Is.EqualTo(35).Within(0.7));
    }

    [Test]
    public void Positions_between_which_exif_sees_no_change_become_one()
    {
        var table = CalibrateTask.TableOf([new(0, 18), new(5, 18), new(10, 19), new(15, 21), new(20, 21), new(25, 24), new(30, 24)]);

        Assert.That(table.Points, Is.EqualTo(new FocalPoint[] { new(0, 18), new(10, 19), new(17.5, 21), new(30, 24) }));
    }

    [Test]
    public async Task What_is_cut_short_damaged_or_stalled_is_done_again_and_no_picture_stays_on_the_card()
    {
        using var folder = new TemporaryFolder();
        var run = new FakeRun(folder.FullPath);
        var options = Options(new CameraFaults { TruncateAt = [2], DamageAt = [3] }, new SimulatedLensOptions { Faults = new LensFaults { StallAt = [3] } });

        var result = await new CalibrateTask(options, new TestParts()).RunAsync(run, default);

        Assert.That((int)result.Json["points"]!, Is.EqualTo(4));
        var warnings = string.Join("\n", run.Events.OfType<MessageEvent>().Where(message => message.IsWarning).Select(message => message.Text));
        Assert.That(warnings, Does.Contain("transfer it again").And.Contain("no end marker").And.Contain("Taken again.").And.Contain("Homed, and tried again."));
        Assert.That(Card(folder), Is.Empty);
    }

    [Test]
    public void Without_retries_a_transfer_that_is_cut_short_ends_it_and_no_picture_stays_on_the_card()
    {
        using var folder = new TemporaryFolder();
        var options = Options(new CameraFaults { TruncateAt = [2] }, new SimulatedLensOptions()) with { Retries = 0 };

        Assert.That(async () => await new CalibrateTask(options, new TestParts()).RunAsync(new FakeRun(folder.FullPath), default), Throws.InstanceOf<DeviceException>().With.Property("Kind").EqualTo(FaultKind.PartialTransfer));
        Assert.That(Card(folder), Is.Empty);
    }

    [Test]
    public async Task A_calibration_of_another_lens_that_counts_in_the_same_unit_is_refused_when_the_lens_answers()
    {
        using var bench = new CaptureBench();
        var result = await new CalibrateTask(Options(new CameraFaults(), new SimulatedLensOptions { Seed = 7 }), new TestParts()).RunAsync(bench.Run, default);
        var options = CaptureBench.Options() with { Calibration = (string)result.Json["calibration"]! };

        Assert.That(async () => await bench.CaptureAsync(options), Throws.InstanceOf<UsageException>().With.Message.Match("calibration.json was measured on 'COZ simulated 18-150 mm zoom L0007-.*', and the lens is '.* L0000-.*': calibrate this lens"));
        Assert.That(bench.Session.Entries, Is.Empty, "nothing was begun");
        await bench.CaptureAsync(options with { Lens = new Part<ZoomLens>("simulated", new SimulatedLensOptions { Seed = 7 }) });
        Assert.That(bench.Session.IsComplete);
    }

    [Test]
    public void A_calibration_of_a_lens_with_another_unit_is_refused_before_anything_is_connected()
    {
        using var folder = new TemporaryFolder();
        new CalibrationFile("a lens", "mm", default, [new(0, 18), new(1, 20)]).Write(folder.Path("c.json"));

        Assert.That(() => CalibrationFile.Read(folder.Path("c.json"), "deg"), Throws.InstanceOf<CozException>().With.Message.Contains("calibrate this lens"));
    }

    private static CalibrateOptions Options(CameraFaults faults, SimulatedLensOptions lens) => new()
    {
        Camera = new Part<Camera>("simulated", new SimulatedCameraOptions { Width = 64, Widest = 18, Longest = 150, ExifStep = 0.1, Faults = faults }),
        Lens = new Part<ZoomLens>("simulated", lens),
        Points = 4,
        Settle = 0,
        RetryWait = 0,
    };

    private static IEnumerable<string> Card(TemporaryFolder folder) => Directory.EnumerateFiles(folder.Path("devices", "simulated", "card"));
}
