using System.Globalization;

namespace Coz.Contracts.Devices;

/// <summary>
/// A zoom lens whose ring a motor turns. The base class keeps the rules: a move needs a known position and a target within the
/// travel, it ends at its target and at rest or with a fault, and after a stall, an alarm, a time-out, a protocol fault or a lost
/// connection the position is unknown until it is homed. A cancelled, late or failed move is stopped, and is over when the motor has
/// answered that: until then every other operation is refused as busy.
/// </summary>
/// <param name="options">The driver's options.</param>
/// <param name="context">The rig it belongs to.</param>
[PluginKind("lens")]
public abstract class ZoomLens(DeviceOptions options, RigContext context) : RigDevice(options, context)
{
    private volatile bool _isKnown;

    /// <summary>What it can do.</summary>
    public abstract LensCapabilities Capabilities { get; }

    /// <summary>Whether the position is known: see <see cref="LensPosition.IsKnown"/>.</summary>
    public bool IsPositionKnown => _isKnown;

    /// <inheritdoc/>
    protected override string Noun => "lens";

    /// <summary>Finds its own zero; the position is known afterwards.</summary>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Where it stands.</returns>
    /// <exception cref="DeviceException">Rejected: it cannot. Others: the motor failed.</exception>
    public Task<LensPosition> HomeAsync(CancellationToken cancellationToken = default) => MotionAsync(
        "home",
        Deadlines.Home,
        async token =>
        {
            if (!Capabilities.CanHome)
                throw new DeviceException(FaultKind.Rejected, "lens: it cannot home; turn it to a position you know, and declare that.");
            _isKnown = false;
            await HomeCoreAsync(token);
            _isKnown = true;
            return new LensPosition(await PositionCoreAsync(token), true);
        },
        cancellationToken);

    /// <summary>Tells a motor that cannot home where it stands.</summary>
    /// <param name="position">The position.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="DeviceException">Rejected: it cannot be told. LimitExceeded: there is no such position.</exception>
    public Task DeclarePositionAsync(double position, CancellationToken cancellationToken = default) => OperateAsync(
        "declare",
        Deadlines.Position,
        async token =>
        {
            if (!Capabilities.CanDeclare)
                throw new DeviceException(FaultKind.Rejected, "lens: it cannot be told where it stands; home it.");
            CheckTravel(position);
            await DeclareCoreAsync(position, token);
            _isKnown = true;
        },
        Rules.Exclusive,
        cancellationToken);

    /// <summary>Moves, and returns when it has arrived and stands still.</summary>
    /// <param name="position">The target.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Where it stands: within the resolution of the target.</returns>
    /// <exception cref="DeviceException">PositionUnknown, LimitExceeded: it has not moved. Stall, Alarm, Timeout, Unplugged: the position is unknown.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled or stopped.</exception>
    public Task<LensPosition> MoveToAsync(double position, CancellationToken cancellationToken = default) => MotionAsync(
        Invariant($"move to {position:0.###} {Capabilities.Unit}"),
        double.IsFinite(position) ? MoveDeadline(position) : Deadlines.Move,
        async token =>
        {
            CheckTravel(position);
            if (!_isKnown)
                throw new DeviceException(FaultKind.PositionUnknown, Invariant($"lens: a move to {position:0.###} {Capabilities.Unit} needs a known position: home it first."));
            await MoveCoreAsync(position, token);
            var reached = await PositionCoreAsync(token);
            if (Math.Abs(reached - position) > Capabilities.Resolution * 1.001)
                throw new DeviceException(FaultKind.Stall, Invariant($"lens: it was told to go to {position:0.###} {Capabilities.Unit} and stands at {reached:0.###} {Capabilities.Unit}: see that nothing blocks the ring, then home it."));
            return new LensPosition(reached, _isKnown);
        },
        cancellationToken);

    /// <summary>Stops the motor: legal from any state, also when it stands still or is not connected. A move that goes on ends with <see cref="OperationCanceledException"/>.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        Interrupt();
        if (IsOpen)
            await OperateAsync("stop", Deadlines.Stop, StopCoreAsync, Rules.Emergency, cancellationToken);
        await IdleAsync(cancellationToken);
    }

    /// <summary>Where it stands; also during a move.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The position, and whether it is known.</returns>
    /// <exception cref="DeviceException">It cannot be read.</exception>
    public Task<LensPosition> GetPositionAsync(CancellationToken cancellationToken = default) => OperateAsync(
        "get position",
        Deadlines.Position,
        async token => new LensPosition(await PositionCoreAsync(token), _isKnown),
        Rules.Beside,
        cancellationToken);

    /// <summary>Finds the zero and stands still there, or at a position of its own choice within the travel.</summary>
    /// <param name="cancellationToken">Gives up; the base class stops the motor then.</param>
    /// <returns>A task that ends at rest.</returns>
    protected abstract Task HomeCoreAsync(CancellationToken cancellationToken);

    /// <summary>Moves, and ends when the motor stands still at its target: a controller's "ok" means accepted, not arrived.</summary>
    /// <param name="position">The target, within the travel.</param>
    /// <param name="cancellationToken">Gives up; the base class stops the motor then.</param>
    /// <returns>A task that ends at rest.</returns>
    protected abstract Task MoveCoreAsync(double position, CancellationToken cancellationToken);

    /// <summary>Stops the motor at once; called from any thread, also while <see cref="MoveCoreAsync"/> runs. Call <see cref="LosePosition"/> if steps may have been lost.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when it stands still.</returns>
    protected abstract Task StopCoreAsync(CancellationToken cancellationToken);

    /// <summary>Asks for the position; called from any thread, also while <see cref="MoveCoreAsync"/> runs.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The position.</returns>
    protected abstract Task<double> PositionCoreAsync(CancellationToken cancellationToken);

    /// <summary>Tells the controller where it stands; only where <see cref="LensCapabilities.CanDeclare"/>.</summary>
    /// <param name="position">The position.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the controller has answered.</returns>
    protected virtual Task DeclareCoreAsync(double position, CancellationToken cancellationToken) =>
        throw new NotSupportedException("The driver says CanDeclare and does not.");

    /// <summary>How long a move may take.</summary>
    /// <param name="position">Its target.</param>
    /// <returns>Seconds, above 0; by default those of the options.</returns>
    protected virtual double MoveDeadline(double position) => Deadlines.Move;

    /// <summary>Says that the position is not known any more: after a reset that the driver saw, or a hard stop.</summary>
    /// <param name="text">Why, in a line.</param>
    protected void LosePosition(string text) => ReportFault(FaultKind.PositionUnknown, text);

    /// <inheritdoc/>
    private protected override void OnConnected() => _isKnown = Capabilities.HasEncoder;

    /// <inheritdoc/>
    private protected override void OnFault(FaultKind kind)
    {
        if (kind is FaultKind.Stall or FaultKind.Alarm or FaultKind.Timeout or FaultKind.Unplugged or FaultKind.Protocol or FaultKind.PositionUnknown)
            _isKnown = Capabilities.HasEncoder && kind != FaultKind.Unplugged;
    }

    private bool IsOpen => State is DeviceState.Ready or DeviceState.Busy or DeviceState.Faulted;

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private void CheckTravel(double position)
    {
        var (from, to) = (Capabilities.TravelFrom, Capabilities.TravelTo);
        if (!(position >= from - 1e-9 && position <= to + 1e-9))
            throw new DeviceException(FaultKind.LimitExceeded, Invariant($"lens: {position:0.###} {Capabilities.Unit} lies outside the travel of {from:0.###} to {to:0.###} {Capabilities.Unit}."));
    }

    private Task<T> MotionAsync<T>(string operation, double deadline, Func<CancellationToken, Task<T>> core, CancellationToken cancellationToken) =>
        OperateAsync(operation, deadline, core, Rules.Exclusive, cancellationToken, HaltAsync);

    private async Task HaltAsync()
    {
        try
        {
            if (IsOpen)
                await OperateAsync("stop", Deadlines.Stop, StopCoreAsync, Rules.Emergency, CancellationToken.None);
        }
        catch (CozException)
        {
            // The reason why the move ended is the one to report; the position is unknown already, or becomes so by this fault.
        }
    }
}
