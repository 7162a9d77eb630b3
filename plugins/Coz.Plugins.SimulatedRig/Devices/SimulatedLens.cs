using System.Globalization;
using Coz.Contracts;
using Coz.Contracts.Devices;

namespace Coz.Plugins.SimulatedRig;

/// <summary>
/// The simulated zoom lens: a stepper turns the ring of an 18-150 mm zoom, with play between the two. Metal stays where it is when a
/// process ends; the controller forgets, unless it has an encoder.
/// </summary>
[Plugin("simulated", Summary = "A simulated zoom lens and motor: backlash, a log-like ring, stalls and alarms on request")]
public sealed class SimulatedLens : ZoomLens
{
    // Plans state focal lengths in mm to four digits.
    private const double PlanRounding = 1e-4;
    private const double Tick = 0.02;
    private const string SpeedKey = "speed";
    private const string TravelKey = "travel";

    private readonly SimulatedLensOptions _options;
    private readonly SimulatedWorld _world;
    private double _speed;
    private bool _isLocked;
    private bool _isOpen;

    /// <summary>Puts the lens into its world.</summary>
    /// <param name="options">The lens.</param>
    /// <param name="context">The rig.</param>
    public SimulatedLens(SimulatedLensOptions options, RigContext context)
        : base(options, context)
    {
        (_options, _speed) = (options, options.Speed);
        _world = SimulatedWorld.Of(context, options.World);
        _world.Attach(options);
        Capabilities = new LensCapabilities
        {
            Unit = "deg",
            TravelFrom = 0,
            TravelTo = options.Travel,
            Resolution = options.Resolution,
            Backlash = options.Backlash,
            CanHome = true,
            HasEncoder = options.Encoder,
            FocalLengths = _world.Optics.PrintedTable(),
        };
    }

    /// <inheritdoc/>
    public override LensCapabilities Capabilities { get; }

    /// <inheritdoc/>
    public override IEnumerable<string> Check(RigPlan? plan)
    {
        if (plan is not null && (plan.FocalFrom < _options.FocalFrom - PlanRounding || plan.FocalTo > _options.FocalTo + PlanRounding))
            yield return string.Create(CultureInfo.InvariantCulture, $"lens: the sweep goes from {plan.FocalFrom:0.##} to {plan.FocalTo:0.##} mm, and the lens from {_options.FocalFrom:0.##} to {_options.FocalTo:0.##} mm: change the sweep, or lens:focal_from and lens:focal_to.");
    }

    /// <inheritdoc/>
    protected override Task<DeviceIdentity> ConnectCoreAsync(CancellationToken cancellationToken)
    {
        (_isOpen, _isLocked) = (true, false);
        return Task.FromResult(new DeviceIdentity("COZ", string.Create(CultureInfo.InvariantCulture, $"simulated {_options.FocalFrom:0.#}-{_options.FocalTo:0.#} mm zoom"), SerialNumber.Of(_options, Context.Seed), "1"));
    }

    /// <inheritdoc/>
    protected override Task DisconnectCoreAsync(CancellationToken cancellationToken)
    {
        _isOpen = false;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override Task<IReadOnlyList<DeviceProperty>> DescribeCoreAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<DeviceProperty>>(
    [
        new(SpeedKey, PropertyType.Number, Text(_speed)) { Label = "Speed", Minimum = 0.1, Maximum = 1e6, Unit = "deg/s" },
        new(TravelKey, PropertyType.Number, Text(_options.Travel)) { Label = "Travel of the ring", Unit = "deg", IsReadOnly = true },
    ]);

    /// <inheritdoc/>
    protected override Task<string> GetCoreAsync(string key, CancellationToken cancellationToken) => Task.FromResult(key switch
    {
        SpeedKey => Text(_speed),
        TravelKey => Text(_options.Travel),
        _ => throw Unknown(key),
    });

    /// <inheritdoc/>
    protected override Task SetCoreAsync(string key, string value, CancellationToken cancellationToken)
    {
        if (key == TravelKey)
            throw new DeviceException(FaultKind.Rejected, "lens: travel is read-only.");
        if (key != SpeedKey)
            throw Unknown(key);
        if (!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var speed) || speed is not (>= 0.1 and <= 1e6))
            throw new DeviceException(FaultKind.Rejected, $"lens: speed expects 0.1 to 1000000 deg/s, got '{value}'.");
        _speed = speed;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override async Task HomeCoreAsync(CancellationToken cancellationToken)
    {
        await TravelAsync(_world.State.Motor, 0, 1, cancellationToken);

        // Against its end stop the ring stands at 0, whatever the belt did before.
        _world.Change(state => state with { Motor = 0, Ring = 0, Slipped = 0 });
        _isLocked = false;
    }

    /// <inheritdoc/>
    protected override async Task MoveCoreAsync(double position, CancellationToken cancellationToken)
    {
        if (_isLocked)
            throw new DeviceException(FaultKind.Alarm, "lens: the controller is locked after an alarm: home it.");
        var move = _world.Change(state => state with { Moves = state.Moves + 1 }).Moves;
        var from = _world.State.Motor;
        var target = Math.Round(position / _options.Resolution) * _options.Resolution;
        if (_world.IsDue("slip", _options.Faults.SlipAt, move))
            _world.Change(state => state with { Slipped = state.Slipped + _options.Faults.Slip });
        if (Trouble(move) is { } trouble)
        {
            await TravelAsync(from, target, 0.5, cancellationToken);
            await trouble(cancellationToken);
        }

        await TravelAsync(from, target, 1, cancellationToken);
    }

    /// <inheritdoc/>
    protected override Task StopCoreAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    protected override Task<double> PositionCoreAsync(CancellationToken cancellationToken) => _isOpen
        ? Task.FromResult(_world.State.Motor)
        : throw new DeviceException(FaultKind.NotConnected, "lens: it is not connected.");

    /// <inheritdoc/>
    protected override double MoveDeadline(double position) => Deadlines.Move + (Capabilities.TravelTo / _speed);

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);

    private static DeviceException Unknown(string key) => new(FaultKind.Rejected, $"lens: there is no property '{key}'; there are {SpeedKey} and {TravelKey}.");

    private Func<CancellationToken, Task>? Trouble(int move)
    {
        var faults = _options.Faults;
        if (_world.IsDue("stall", faults.StallAt, move))
            return _ => throw new DeviceException(FaultKind.Stall, $"lens: move {move} has stalled half-way: see what blocks the ring, then home it.");
        if (_world.IsDue("unplug lens", faults.UnplugAt, move))
            return _ => throw new DeviceException(FaultKind.Unplugged, $"lens: the motor's cable was pulled in move {move}: plug it in, connect again, and home it.");
        if (_world.IsDue("hang lens", faults.HangAt, move))
            return token => Task.Delay(Timeout.InfiniteTimeSpan, token);
        if (!_world.IsDue("alarm", faults.AlarmAt, move))
            return null;
        return _ =>
        {
            _isLocked = true;
            throw new DeviceException(FaultKind.Alarm, $"lens: ALARM:3 in move {move}: the controller has locked itself; home it.");
        };
    }

    // Moves a part of a way, a tick at a time; wherever it ends is kept.
    private async Task TravelAsync(double from, double to, double part, CancellationToken cancellationToken)
    {
        var end = from + (part * (to - from));
        try
        {
            var ticks = (int)(Math.Abs(end - _world.State.Motor) / _speed / Tick);
            for (var tick = 1; tick <= ticks; tick++)
            {
                await Task.Delay(TimeSpan.FromSeconds(Tick), Context.Time, cancellationToken);
                var here = _world.State.Motor;
                _world.Turn(here + (Math.Sign(end - here) * Math.Min(Math.Abs(end - here), _speed * Tick)));
            }

            cancellationToken.ThrowIfCancellationRequested();
            _world.Turn(end);
        }
        finally
        {
            _world.Change(state => state);
        }
    }
}
