using Coz.Contracts.Devices;
using Coz.Plugins.SimulatedRig;
using Coz.Tests.Contracts.Devices;
using Coz.Tests.Support;

namespace Coz.Tests.Plugins.SimulatedRig;

[TestFixture]
public sealed class SimulatedLensTests
{
    private TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => _folder.Dispose();

    [Test]
    public async Task The_ring_follows_only_when_the_play_is_used_up()
    {
        var context = new RigContext(TimeProvider.System, _folder.FullPath, 5);
        await using var lens = new SimulatedLens(new SimulatedLensOptions { Backlash = 1 }, context);
        await lens.ConnectAsync();
        await lens.HomeAsync();
        await lens.MoveToAsync(30);
        var world = SimulatedWorld.Of(context, "simulated");

        Assert.That(world.State.Ring, Is.EqualTo(29.5).Within(1e-9));
        await lens.MoveToAsync(29.2);
        Assert.That(world.State.Ring, Is.EqualTo(29.5).Within(1e-9), "a step back that does not move the ring at all");
        await lens.MoveToAsync(28);
        Assert.That(world.State.Ring, Is.EqualTo(28.5).Within(1e-9));
    }

    [Test]
    public async Task Metal_stays_where_it_is_and_the_controller_forgets()
    {
        await using (var lens = new SimulatedLens(new SimulatedLensOptions(), NewContext()))
        {
            await lens.ConnectAsync();
            await lens.HomeAsync();
            await lens.MoveToAsync(42);
        }

        await using var again = new SimulatedLens(new SimulatedLensOptions(), NewContext());
        await again.ConnectAsync();

        Assert.That(await again.GetPositionAsync(), Is.EqualTo(new LensPosition(42, false)));
    }

    [TestCase("stall", FaultKind.Stall)]
    [TestCase("alarm", FaultKind.Alarm)]
    [TestCase("unplug", FaultKind.Unplugged)]
    [TestCase("hang", FaultKind.Timeout)]
    public async Task Each_fault_has_its_kind_once_and_homing_mends_it(string fault, FaultKind kind)
    {
        int[] second = [2];
        var faults = fault switch
        {
            "stall" => new LensFaults { StallAt = second },
            "alarm" => new LensFaults { AlarmAt = second },
            "unplug" => new LensFaults { UnplugAt = second },
            _ => new LensFaults { HangAt = second },
        };
        await using var lens = new SimulatedLens(new SimulatedLensOptions { Faults = faults, Deadlines = new() { Move = 0.3 } }, NewContext());
        await lens.ConnectAsync();
        await lens.HomeAsync();
        await lens.MoveToAsync(10);

        Assert.That(await CameraTests.FaultOf(token => lens.MoveToAsync(20, token)), Is.EqualTo(kind));
        Assert.That(lens.IsPositionKnown, Is.False);
        if (kind == FaultKind.Unplugged)
        {
            Assert.That(await CameraTests.FaultOf(lens.HomeAsync), Is.EqualTo(kind), "no silent reconnect");
            await lens.DisconnectAsync();
            await lens.ConnectAsync();
        }

        Assert.That(await CameraTests.FaultOf(token => lens.MoveToAsync(20, token)), Is.EqualTo(FaultKind.PositionUnknown));
        await lens.HomeAsync();
        Assert.That((await lens.MoveToAsync(20)).Value, Is.EqualTo(20));
    }

    [Test]
    public async Task A_slip_of_the_belt_is_not_noticed_by_the_motor_and_gone_after_homing()
    {
        var context = NewContext();
        await using var lens = new SimulatedLens(new SimulatedLensOptions { Backlash = 0, Faults = new LensFaults { SlipAt = [1], Slip = -4 } }, context);
        await lens.ConnectAsync();
        await lens.HomeAsync();

        Assert.That((await lens.MoveToAsync(20)).Value, Is.EqualTo(20));
        Assert.That(SimulatedWorld.Of(context, "simulated").State.Ring, Is.EqualTo(16));
        await lens.HomeAsync();
        await lens.MoveToAsync(20);
        Assert.That(SimulatedWorld.Of(context, "simulated").State.Ring, Is.EqualTo(20));
    }

    [Test]
    public void A_sweep_beyond_the_lens_is_refused_before_anything_moves()
    {
        var lens = new SimulatedLens(new SimulatedLensOptions(), NewContext());

        Assert.That(lens.Check(new RigPlan(35, 140)), Is.Empty);
        Assert.That(lens.Check(new RigPlan(17.99995, 150.00005)), Is.Empty, "a plan's rounding is no fault");
        Assert.That(lens.Check(new RigPlan(10, 140)).Single(), Does.Contain("from 18 to 150 mm"));
    }

    private RigContext NewContext() => new(TimeProvider.System, _folder.FullPath, 5);
}
