using Coz.Contracts;
using Coz.Contracts.Devices;
using Coz.Plugins.Capture;
using Coz.Tests.Contracts.Devices;

namespace Coz.Tests.Plugins.Capture;

[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RigTests
{
    private static readonly LensCapabilities Handmade = new() { Unit = "deg", TravelFrom = 0, TravelTo = 90, Resolution = 0.1, CanDeclare = true };

    private readonly FakeCamera _camera = new(RigContext.Example);
    private readonly List<string> _retries = [];

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_camera_that_is_busy_while_settings_are_read_or_set_is_asked_again(bool isRead)
    {
        await using var rig = await ConnectedAsync(Options(), new FakeLens(RigContext.Example));
        var asked = 0;
        _camera.OnGet = _ => ++asked < 3 ? throw new DeviceException(FaultKind.Busy, "camera: Device busy.") : "100";

        if (isRead)
            Assert.That((await rig.ReadSettingsAsync(default)).Changed, Is.Null);
        else
            Assert.That((await rig.LockAsync(default))["iso"], Is.EqualTo("100"));
        Assert.That(_retries, Has.Count.EqualTo(2).And.All.Contains("Trying again"));
    }

    [Test]
    public async Task Without_retries_a_busy_camera_is_a_fault_at_once()
    {
        await using var rig = await ConnectedAsync(Options() with { Retries = 0 }, new FakeLens(RigContext.Example));
        _camera.OnGet = _ => throw new DeviceException(FaultKind.Busy, "camera: Device busy.");

        Assert.That(await CameraTests.FaultOf(async token => await rig.ReadSettingsAsync(token)), Is.EqualTo(FaultKind.Busy));
        Assert.That(_retries, Is.Empty);
    }

    [Test]
    public async Task An_approach_that_was_cut_off_on_its_way_down_begins_below_its_target_again()
    {
        var moves = new List<double>();
        var lens = new FakeLens(RigContext.Example) { Able = new LensCapabilities { Unit = "deg", TravelFrom = 0, TravelTo = 90, Resolution = 0.1, Backlash = 1, HasEncoder = true } };
        await using var rig = await ConnectedAsync(Options(), lens);
        await rig.ApproachAsync(50, default);
        lens.OnMove = (_, _) =>
        {
            // On its way from 50 to 38: the play lies above, and the encoder knows where it stands.
            lens.Position = 39;
            throw new DeviceException(FaultKind.Unplugged, "lens: the cable was pulled.");
        };
        Assert.That(await CameraTests.FaultOf(token => rig.ApproachAsync(40, token)), Is.EqualTo(FaultKind.Unplugged));
        await rig.ConnectAsync(default);
        lens.OnMove = (position, _) =>
        {
            moves.Add(position);
            return Task.CompletedTask;
        };

        await rig.ApproachAsync(40, default);
        Assert.That(moves, Is.EqualTo(new[] { 38.0, 40 }));
        await rig.ApproachAsync(41, default);
        Assert.That(moves, Is.EqualTo(new[] { 38.0, 40, 41 }), "from there on the play is taken up");
    }

    [Test]
    public async Task A_lens_that_cannot_home_is_told_where_its_ring_was_turned_to_once_for_each_time_it_was()
    {
        var lens = new FakeLens(RigContext.Example) { Able = Handmade };
        await using var rig = await ConnectedAsync(Options() with { StandsAt = 12 }, lens);

        await rig.EnsurePositionAsync(default);
        Assert.That(await rig.ApproachAsync(30, default), Is.EqualTo(new LensPosition(30, true)));

        await lens.DisconnectAsync();
        await lens.ConnectAsync();
        Assert.That(async () => await rig.EnsurePositionAsync(default), Throws.InstanceOf<DeviceException>().With.Property("Kind").EqualTo(FaultKind.PositionUnknown).And.Message.Contains("turn the ring to 12 deg by hand"));
        rig.RingWasTurned();
        await rig.EnsurePositionAsync(default);
        Assert.That(lens.Declared, Is.EqualTo(new[] { 12.0, 12.0 }));
    }

    [Test]
    public async Task A_lens_that_cannot_home_and_was_told_nothing_says_what_it_needs()
    {
        await using var rig = await ConnectedAsync(Options(), new FakeLens(RigContext.Example) { Able = Handmade });

        Assert.That(async () => await rig.HomeAsync(default), Throws.InstanceOf<DeviceException>().With.Message.Contains("set task:stands_at (deg)"));
    }

    [TestCase(true, false, false, null, null)]
    [TestCase(false, true, false, null, null)]
    [TestCase(false, false, true, 12.0, null)]
    [TestCase(false, false, true, null, "say which in task:stands_at (deg)")]
    [TestCase(false, false, true, 91.0, "task:stands_at is 91 deg, outside the lens's travel of 0 to 90 deg")]
    [TestCase(false, false, false, 12.0, "neither find its zero nor be told")]
    public void Whether_its_position_can_ever_be_known_is_checked_before_anything_moves(bool canHome, bool hasEncoder, bool canDeclare, double? standsAt, string? fault)
    {
        var table = new FocalTable([new(0, 18), new(90, 150)]);
        var lens = new FakeLens(RigContext.Example) { Able = Handmade with { CanHome = canHome, HasEncoder = hasEncoder, CanDeclare = canDeclare, FocalLengths = table } };

        var (faults, _) = new RigChecks(Options() with { StandsAt = standsAt }, new GivenParts(_camera, lens)).Examine();

        Assert.That(faults, Has.Count.EqualTo(fault is null ? 0 : 1));
        Assert.That(string.Join("\n", faults), Does.Contain(fault ?? ""));
    }

    [Test]
    public async Task A_position_is_named_with_its_unit()
    {
        var lens = new FakeLens(RigContext.Example);
        await using var rig = await ConnectedAsync(Options(), lens);
        await rig.HomeAsync(default);

        Assert.That(lens.Homings, Is.EqualTo(1));
        Assert.That(async () => await lens.MoveToAsync(91), Throws.InstanceOf<DeviceException>().With.Message.EqualTo("lens: 91 deg lies outside the travel of 0 to 90 deg."));
    }

    private static CaptureOptions Options() => new()
    {
        Camera = new Part<Camera>("fake"),
        Lens = new Part<ZoomLens>("fake"),
        Settings = ["iso=100"],
        Settle = 0,
        RetryWait = 0,
    };

    private async Task<Rig> ConnectedAsync(CaptureOptions options, FakeLens lens)
    {
        var rig = new Rig(options, new GivenParts(_camera, lens), RigContext.Example, _retries.Add);
        await rig.ConnectAsync(default);
        return rig;
    }
}
