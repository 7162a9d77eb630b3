using Coz.Contracts.Devices;

namespace Coz.Conformance;

/// <summary>What holds for every driver of a zoom lens. It moves over the whole travel.</summary>
/// <param name="create">Makes a lens that is not connected.</param>
public sealed class ZoomLensChecks(Func<ZoomLens> create) : DeviceChecks<ZoomLens>(create)
{
    /// <summary>What it says of itself makes sense, and does not change with a connection.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    [ConformanceCheck]
    public async Task Its_capabilities_are_known_before_it_is_connected_and_stay(CancellationToken cancellationToken)
    {
        await using var lens = Create();
        var before = lens.Capabilities;
        Require(before.TravelTo > before.TravelFrom, $"its travel goes from {before.TravelFrom} to {before.TravelTo} {before.Unit}");
        Require(before.Resolution > 0 && before.Backlash >= 0 && before.Unit.Length > 0, $"resolution {before.Resolution}, backlash {before.Backlash}, unit '{before.Unit}'");
        Require(before.CanHome || before.CanDeclare || before.HasEncoder, "it can neither home nor be told where it stands, and has no encoder: it could never move");
        await lens.ConnectAsync(cancellationToken);
        Require(lens.Capabilities.TravelFrom == before.TravelFrom && lens.Capabilities.TravelTo == before.TravelTo && lens.Capabilities.Resolution == before.Resolution, "its travel or resolution changes when it is connected");
    }

    /// <summary>No move into the unknown.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    [ConformanceCheck]
    public async Task Before_homing_the_position_is_unknown_and_a_move_is_refused(CancellationToken cancellationToken)
    {
        await using var lens = await ConnectedAsync(cancellationToken);
        if (lens.Capabilities.HasEncoder)
            throw new NotApplicableException("It has an encoder.");
        Require(!(await lens.GetPositionAsync(cancellationToken)).IsKnown, "the position counts as known right after connecting");
        await RefusesAsync(FaultKind.PositionUnknown, "a move before homing", token => lens.MoveToAsync(Middle(lens), token), cancellationToken);
    }

    /// <summary>Homing makes the position known.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    [ConformanceCheck]
    public async Task Homing_makes_the_position_known_within_the_travel(CancellationToken cancellationToken)
    {
        await using var lens = await ConnectedAsync(cancellationToken);
        if (!lens.Capabilities.CanHome)
            throw new NotApplicableException("It cannot home.");
        var position = await lens.HomeAsync(cancellationToken);
        Require(position.IsKnown && lens.IsPositionKnown, "the position is unknown after homing");
        Require(position.Value >= lens.Capabilities.TravelFrom - lens.Capabilities.Resolution && position.Value <= lens.Capabilities.TravelTo + lens.Capabilities.Resolution, $"it is homed at {position.Value} {lens.Capabilities.Unit}, outside its travel");
    }

    /// <summary>It arrives, and stands still.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    [ConformanceCheck]
    public async Task A_move_ends_at_its_target_and_at_rest(CancellationToken cancellationToken)
    {
        await using var lens = await KnownAsync(cancellationToken);
        foreach (var target in Targets(lens))
        {
            await lens.MoveToAsync(target, cancellationToken);
            var first = (await lens.GetPositionAsync(cancellationToken)).Value;
            await Task.Delay(30, cancellationToken);
            var second = (await lens.GetPositionAsync(cancellationToken)).Value;
            Require(Math.Abs(first - target) <= lens.Capabilities.Resolution * 1.01, $"a move to {target} {lens.Capabilities.Unit} ends at {first} {lens.Capabilities.Unit}, more than the resolution away");
            Require(first == second, $"a move to {target} {lens.Capabilities.Unit} has ended, and it still moves: {first}, then {second} {lens.Capabilities.Unit}");
        }
    }

    /// <summary>Outside the travel nothing moves.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    [ConformanceCheck]
    public async Task A_target_outside_the_travel_is_refused_and_nothing_moves(CancellationToken cancellationToken)
    {
        await using var lens = await KnownAsync(cancellationToken);
        var before = await lens.GetPositionAsync(cancellationToken);
        await RefusesAsync(FaultKind.LimitExceeded, "a target above the travel", token => lens.MoveToAsync(lens.Capabilities.TravelTo + 1, token), cancellationToken);
        await RefusesAsync(FaultKind.LimitExceeded, "a target below the travel", token => lens.MoveToAsync(lens.Capabilities.TravelFrom - 1, token), cancellationToken);
        Require((await lens.GetPositionAsync(cancellationToken)) == before, "it has moved, or lost its position");
    }

    /// <summary>Stop is harmless everywhere, and ends a move.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    [ConformanceCheck]
    public async Task Stop_is_legal_from_any_state_and_ends_a_move(CancellationToken cancellationToken)
    {
        await using (var unconnected = Create())
            await unconnected.StopAsync(cancellationToken);
        await using var lens = await KnownAsync(cancellationToken);
        await lens.StopAsync(cancellationToken);
        var move = lens.MoveToAsync(Far(lens, await lens.GetPositionAsync(cancellationToken)), cancellationToken);
        await lens.StopAsync(cancellationToken);
        try
        {
            await move;
        }
        catch (OperationCanceledException)
        {
            // Stopped under way; a quick motor may have arrived before.
        }

        await StandsStillAsync(lens, "a stop", cancellationToken);
        await UsableAsync(lens, cancellationToken);
    }

    /// <summary>A cancelled move stops the motor.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    [ConformanceCheck]
    public async Task A_move_that_is_cancelled_stops_the_motor(CancellationToken cancellationToken)
    {
        await using var lens = await KnownAsync(cancellationToken);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        cancel.CancelAfter(TimeSpan.FromMilliseconds(20));
        try
        {
            await lens.MoveToAsync(Far(lens, await lens.GetPositionAsync(cancellationToken)), cancel.Token);
        }
        catch (OperationCanceledException)
        {
            // As it should be.
        }

        await StandsStillAsync(lens, "a cancelled move", cancellationToken);
        await UsableAsync(lens, cancellationToken);
    }

    /// <summary>A new connection does not believe an old position.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    [ConformanceCheck]
    public async Task After_a_new_connection_the_position_is_unknown_without_an_encoder(CancellationToken cancellationToken)
    {
        await using var lens = await KnownAsync(cancellationToken);
        await lens.DisconnectAsync(cancellationToken);
        await lens.ConnectAsync(cancellationToken);
        if (lens.Capabilities.HasEncoder)
            throw new NotApplicableException("It has an encoder.");
        Require(!(await lens.GetPositionAsync(cancellationToken)).IsKnown, "it believes the position of an earlier connection");
    }

    private static double Middle(ZoomLens lens) => Near(lens, (lens.Capabilities.TravelFrom + lens.Capabilities.TravelTo) / 2);

    private static double Near(ZoomLens lens, double position) => lens.Capabilities.Stops.Count > 0 ? lens.Capabilities.Stops.MinBy(stop => Math.Abs(stop - position)) : position;

    private static double Far(ZoomLens lens, LensPosition here) =>
        Near(lens, here.Value - lens.Capabilities.TravelFrom > lens.Capabilities.TravelTo - here.Value ? lens.Capabilities.TravelFrom : lens.Capabilities.TravelTo);

    private static IEnumerable<double> Targets(ZoomLens lens)
    {
        var (from, length) = (lens.Capabilities.TravelFrom, lens.Capabilities.TravelTo - lens.Capabilities.TravelFrom);
        foreach (var part in new[] { 0.25, 0.75, 0.5, 0.5, 0.1 })
            yield return Near(lens, from + (part * length));
    }

    private async Task<ZoomLens> KnownAsync(CancellationToken cancellationToken)
    {
        var lens = await ConnectedAsync(cancellationToken);
        if (lens.Capabilities.CanHome)
            await lens.HomeAsync(cancellationToken);
        else if (!lens.Capabilities.HasEncoder)
            await lens.DeclarePositionAsync(lens.Capabilities.TravelFrom, cancellationToken);
        return lens;
    }

    private static async Task StandsStillAsync(ZoomLens lens, string after, CancellationToken cancellationToken)
    {
        var first = (await lens.GetPositionAsync(cancellationToken)).Value;
        await Task.Delay(100, cancellationToken);
        var second = (await lens.GetPositionAsync(cancellationToken)).Value;
        Require(first == second, $"after {after} it still moves: {first}, then {second} {lens.Capabilities.Unit}");
    }

    private static async Task UsableAsync(ZoomLens lens, CancellationToken cancellationToken)
    {
        if (!lens.IsPositionKnown && lens.Capabilities.CanHome)
            await lens.HomeAsync(cancellationToken);
        if (lens.IsPositionKnown)
            await lens.MoveToAsync(Middle(lens), cancellationToken);
    }
}
