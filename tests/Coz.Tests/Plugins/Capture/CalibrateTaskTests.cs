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
        var table = CalibrationFile.Read(path, "deg");
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
    public void A_calibration_of_another_lens_is_refused()
    {
        using var folder = new TemporaryFolder();
        new CalibrationFile("a lens", "mm", default, [new(0, 18), new(1, 20)]).Write(folder.Path("c.json"));

        Assert.That(() => CalibrationFile.Read(folder.Path("c.json"), "deg"), Throws.InstanceOf<CozException>().With.Message.Contains("calibrate this lens"));
    }
}
