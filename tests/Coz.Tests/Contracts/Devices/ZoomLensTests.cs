using Coz.Contracts.Devices;
using Microsoft.Extensions.Time.Testing;

namespace Coz.Tests.Contracts.Devices;

[TestFixture]
public sealed class ZoomLensTests
{
    private readonly FakeTimeProvider _time = new();

    [Test]
    public async Task A_move_needs_a_known_position_and_a_target_within_the_travel()
    {
        await using var lens = await ConnectedAsync();

        Assert.That(await CameraTests.FaultOf(token => lens.MoveToAsync(10, token)), Is.EqualTo(FaultKind.PositionUnknown));
        await lens.HomeAsync();
        Assert.That(await CameraTests.FaultOf(token => lens.MoveToAsync(91, token)), Is.EqualTo(FaultKind.LimitExceeded));
        Assert.That(await CameraTests.FaultOf(token => lens.MoveToAsync(double.NaN, token)), Is.EqualTo(FaultKind.LimitExceeded));
        Assert.That(await lens.MoveToAsync(10), Is.EqualTo(new LensPosition(10, true)));
    }

    [TestCase(FaultKind.Stall)]
    [TestCase(FaultKind.Alarm)]
    [TestCase(FaultKind.Protocol)]
    public async Task After_a_fault_of_the_motor_the_position_is_unknown_until_homed(FaultKind kind)
    {
        await using var lens = await HomedAsync();
        lens.OnMove = (_, _) => throw new DeviceException(kind, "no");

        Assert.That(await CameraTests.FaultOf(token => lens.MoveToAsync(10, token)), Is.EqualTo(kind));
        Assert.That((await lens.GetPositionAsync()).IsKnown, Is.False);
        lens.OnMove = (_, _) => Task.CompletedTask;
        Assert.That(await CameraTests.FaultOf(token => lens.MoveToAsync(10, token)), Is.EqualTo(FaultKind.PositionUnknown));
        await lens.HomeAsync();
        Assert.That(async () => await lens.MoveToAsync(10), Throws.Nothing);
    }

    [Test]
    public async Task A_move_that_takes_too_long_is_stopped_and_the_position_is_unknown()
    {
        await using var lens = await HomedAsync();
        lens.OnMove = (_, token) => Task.Delay(Timeout.Infinite, token);

        var move = CameraTests.FaultOf(token => lens.MoveToAsync(10, token));
        await _time.PassAsync(move);

        Assert.That(await move, Is.EqualTo(FaultKind.Timeout));
        Assert.That(lens.Stops, Is.EqualTo(1));
        Assert.That(lens.IsPositionKnown, Is.False);
    }

    [Test]
    public async Task A_move_that_does_not_arrive_is_a_stall()
    {
        await using var lens = await HomedAsync();
        lens.Reached = 3;

        Assert.That(await CameraTests.FaultOf(token => lens.MoveToAsync(10, token)), Is.EqualTo(FaultKind.Stall));
        Assert.That(lens.IsPositionKnown, Is.False);
    }

    [Test]
    public async Task Stop_is_legal_from_any_state_and_ends_a_move()
    {
        await using var lens = new FakeLens(new RigContext(_time, "", 0));
        await lens.StopAsync();
        await lens.ConnectAsync();
        await lens.StopAsync();
        await lens.HomeAsync();
        var begun = new TaskCompletionSource();
        lens.OnMove = (_, token) =>
        {
            begun.TrySetResult();
            return Task.Delay(Timeout.Infinite, token);
        };
        var move = lens.MoveToAsync(20);
        await begun.Task;

        await lens.StopAsync();

        Assert.That(async () => await move, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(lens.Stops, Is.GreaterThanOrEqualTo(2));
        Assert.That(lens.State, Is.EqualTo(DeviceState.Ready));
    }

    [Test]
    public async Task A_cancelled_move_is_not_over_before_the_motor_has_been_stopped()
    {
        await using var lens = await HomedAsync();
        using var cancel = new CancellationTokenSource();
        var (stopping, stopped) = (new TaskCompletionSource(), new TaskCompletionSource());
        lens.OnMove = async (_, token) =>
        {
            await cancel.CancelAsync();
            await Task.Delay(Timeout.Infinite, token);
        };
        lens.OnStop = _ =>
        {
            stopping.TrySetResult();
            return stopped.Task;
        };
        var move = lens.MoveToAsync(20, cancel.Token);
        await stopping.Task;

        Assert.That(lens.State, Is.EqualTo(DeviceState.Busy));
        Assert.That(await CameraTests.FaultOf(token => lens.MoveToAsync(30, token)), Is.EqualTo(FaultKind.Busy));
        Assert.That(move.IsCompleted, Is.False);
        stopped.SetResult();
        Assert.That(async () => await move, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(lens.State, Is.EqualTo(DeviceState.Ready));
        Assert.That(lens.Stops, Is.EqualTo(1));
    }

    [TestCase(FaultKind.Stall, 1)]
    [TestCase(FaultKind.Protocol, 1)]
    [TestCase(FaultKind.Timeout, 1)]
    [TestCase(FaultKind.Alarm, 0)]
    public async Task A_motor_that_may_still_turn_after_a_fault_is_stopped(FaultKind kind, int stops)
    {
        await using var lens = await HomedAsync();
        lens.OnMove = (_, _) => throw new DeviceException(kind, "no");

        Assert.That(await CameraTests.FaultOf(token => lens.MoveToAsync(10, token)), Is.EqualTo(kind));
        Assert.That(lens.Stops, Is.EqualTo(stops));
    }

    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    [TestCase(-1)]
    [TestCase(0)]
    public async Task A_deadline_that_is_none_is_the_drivers_fault_and_the_lens_stays_usable(double deadline)
    {
        await using var lens = await HomedAsync();
        lens.OnDeadline = _ => deadline;

        Assert.That(await CameraTests.FaultOf(token => lens.MoveToAsync(10, token)), Is.EqualTo(FaultKind.Protocol));
        Assert.That(lens.State, Is.EqualTo(DeviceState.Ready));
        lens.OnDeadline = _ => 60;
        Assert.That((await lens.MoveToAsync(10)).Value, Is.EqualTo(10));
    }

    [Test]
    public async Task The_position_can_be_read_during_a_move()
    {
        await using var lens = await HomedAsync();
        var gate = new TaskCompletionSource();
        lens.OnMove = (_, _) => gate.Task;
        var move = lens.MoveToAsync(20);

        Assert.That((await lens.GetPositionAsync()).Value, Is.Zero);
        gate.SetResult();
        Assert.That((await move).Value, Is.EqualTo(20));
    }

    [Test]
    public async Task A_new_connection_forgets_the_position()
    {
        await using var lens = await HomedAsync();
        await lens.DisconnectAsync();
        await lens.ConnectAsync();

        Assert.That((await lens.GetPositionAsync()).IsKnown, Is.False);
    }

    private async Task<FakeLens> ConnectedAsync()
    {
        var lens = new FakeLens(new RigContext(_time, "", 0));
        await lens.ConnectAsync();
        return lens;
    }

    private async Task<FakeLens> HomedAsync()
    {
        var lens = await ConnectedAsync();
        await lens.HomeAsync();
        return lens;
    }
}
