using System.Globalization;
using Coz.Contracts;
using Coz.Contracts.Devices;

namespace Coz.Plugins.Capture;

/// <summary>
/// One step: approach, expose, transfer, verify, record, release, in an order that may be cut off anywhere. What is written down
/// before the exposure lets the next attempt, in this process or another, find it on the camera instead of taking a second one.
/// </summary>
internal sealed class StepRunner(CaptureOptions options, SweepPlan plan, Rig rig, SessionJournal journal)
{
    private const double RoundingOfExif = 1;
    private readonly FrameFetcher _fetcher = new(options, rig, journal);

    /// <summary>Releases what was recorded or rejected and is still on the camera.</summary>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        var settled = journal.Settled;
        foreach (var ticket in (await HeldAsync(cancellationToken)).Where(ticket => settled.Contains(ticket.Id)))
        {
            var (step, length) = settled[ticket.Id].Last();
            if (length is null || ticket.Length is null || length == ticket.Length)
                await ReleaseAsync(step, ticket, cancellationToken);
            else
                journal.Note($"step {step}: the camera holds {ticket.FileName} under the id of its frame, with {ticket.Length} bytes instead of {length}: another picture, which is left there");
        }
    }

    /// <summary>Does a step.</summary>
    /// <returns>Its frame, recorded.</returns>
    /// <exception cref="DeviceException">The attempt failed; the step can be tried again.</exception>
    public async Task<FrameRecorded> RunAsync(int step, CancellationToken cancellationToken)
    {
        if (journal.FrameOf(step) is { } recorded)
        {
            // The last attempt failed behind its record.
            await SettleAsync(cancellationToken);
            return recorded;
        }

        if (await FindAsync(step, cancellationToken) is { } found && await UseAsync(step, found, cancellationToken) is { } used)
            return used;
        for (var attempt = 0; ; attempt++)
        {
            var isLast = attempt >= options.Retries;
            var taken = await TakeAsync(step, cancellationToken);
            var (facts, fault) = taken.Changed is null ? await _fetcher.FetchAsync(step, taken.Ticket, cancellationToken) : (null, taken.Changed);
            var stuck = facts is null ? null : Stuck(step, facts);
            var doubt = stuck ?? (facts is null ? null : rig.Settings.ContradictedBy(facts.Exposure));
            if (facts is not null && (doubt is null || isLast))
                return await RecordAsync(step, taken, facts, doubt, cancellationToken);
            journal.Write(new FrameRejected(step, taken.Ticket.Id, fault ?? doubt!));
            await ReleaseAsync(step, taken.Ticket, cancellationToken);
            if (isLast)
                throw new DeviceException(FaultKind.Rejected, $"step {step} was taken {(attempt == 0 ? "once" : $"{attempt + 1} times")} and never was a good frame: {fault}");
            if (stuck is not null)
                await HomeAsync(step, cancellationToken);
        }
    }

    private ValueTask<IReadOnlyList<ExposureTicket>> HeldAsync(CancellationToken cancellationToken) => rig.PatientlyAsync(rig.Camera.ListAsync, cancellationToken);

    // An exposure of this step that was begun earlier, and that the camera holds: a kill or a pulled cable came between.
    private async Task<Found?> FindAsync(int step, CancellationToken cancellationToken)
    {
        if (journal.LostFrameOf(step) is { } lost)
            return (await HeldAsync(cancellationToken)).FirstOrDefault(ticket => ticket.Id == lost.Ticket) is { } kept ? new Found(kept, lost.Position, lost) : null;
        if (journal.OpenStep(step) is not { } started)
            return null;
        var settled = journal.Settled;
        var since = (await HeldAsync(cancellationToken)).Where(ticket => !started.Held.Contains(ticket.Id) && !settled.Contains(ticket.Id)).ToList();
        if (since.Count < 2)
            return since.Count == 0 ? null : new Found(since[0], started.Position, null);
        journal.Note($"step {step}: the camera holds {since.Count} pictures that were taken since, and which of them is this step's cannot be told: they are left there, and the step is taken again");
        return null;
    }

    // Somebody else may have used the camera in between: what is found is this step's only if all that its file tells fits. If not, it is left on the camera.
    private async Task<FrameRecorded?> UseAsync(int step, Found found, CancellationToken cancellationToken)
    {
        var (facts, fault) = await _fetcher.FetchAsync(step, found.Ticket, cancellationToken);
        var misfit = facts is null ? fault : found.Lost is { } lost ? lost.Sha256 == facts.Sha256 ? null : "its bytes are not those of the frame that was lost" : Misfit(step, facts);
        if (facts is null || misfit is not null)
        {
            _fetcher.Discard(step);
            journal.Note($"step {step}: {found.Ticket.FileName} was taken before the interruption and is not used ({misfit}): it is left on the camera, and the step is taken again");
            return null;
        }

        journal.Note($"step {step}: {found.Ticket.FileName} was taken before the interruption, and is used");
        return await RecordAsync(step, new Taken(found.Ticket, found.Position, found.Lost?.Settings ?? rig.Settings.ConfirmedBy(facts.Exposure), null), facts, null, cancellationToken);
    }

    private string? Misfit(int step, FrameFacts facts)
    {
        if (facts.FocalLength is null)
            return "its EXIF says no focal length: it may be any picture";
        return Stuck(step, facts) ?? Off(step, facts) ?? rig.Settings.ContradictedBy(facts.Exposure);
    }

    private async Task<Taken> TakeAsync(int step, CancellationToken cancellationToken)
    {
        await rig.EnsurePositionAsync(cancellationToken);
        var position = await rig.ApproachAsync(plan.Steps[step - 1].Position, cancellationToken);
        var (_, changed) = await rig.ReadSettingsAsync(cancellationToken);
        if (changed is not null)
        {
            journal.Note($"step {step}: {changed}: set again", FaultKind.Rejected);
            await rig.LockAsync(cancellationToken);
        }

        journal.Write(new StepStarted(step, position.Value, [.. (await HeldAsync(cancellationToken)).Select(held => held.Id)]));
        var ticket = await rig.PatientlyAsync(rig.Camera.ExposeAsync, cancellationToken);
        var (settings, after) = await rig.ReadSettingsAsync(cancellationToken);
        if (after is not null)
            await rig.LockAsync(cancellationToken);
        return new Taken(ticket, position.Value, settings, after is null ? null : $"a setting has changed by itself: {after}");
    }

    private async Task HomeAsync(int step, CancellationToken cancellationToken)
    {
        if (rig.Lens.Capabilities.CanHome)
            await rig.HomeAsync(cancellationToken);
        else
            journal.Note($"step {step}: the lens cannot home, so the frame is taken again as it stands");
    }

    private async Task<FrameRecorded> RecordAsync(int step, Taken taken, FrameFacts facts, string? doubt, CancellationToken cancellationToken)
    {
        var flags = new List<string>();
        if (doubt is not null)
            flags.Add(doubt);
        if (facts.FocalLength is null)
            flags.Add("its EXIF says no focal length");
        else if (Off(step, facts) is { } off)
            flags.Add($"{off}: calibrate the lens");
        var frame = new FrameRecorded(
            step, FrameFetcher.NameOf(step), facts.Sha256, facts.Length, facts.Width, facts.Height, facts.FocalLength, plan.Steps[step - 1].FocalLength, taken.Position, taken.Ticket.Id, taken.Settings, taken.Ticket.Notes, flags);
        journal.Write(frame);
        await ReleaseAsync(step, taken.Ticket, cancellationToken);
        return frame;
    }

    private async Task ReleaseAsync(int step, ExposureTicket ticket, CancellationToken cancellationToken)
    {
        if (options.KeepOnCamera)
            return;
        try
        {
            await rig.PatientlyAsync(token => rig.Camera.ReleaseAsync(ticket, token), cancellationToken);
        }
        catch (DeviceException e) when (e.Kind == FaultKind.Rejected)
        {
            // What a camera lists and does not delete, somebody has to look at. What it does not list it holds no more, or it cannot list: the frame is safe.
            if ((await HeldAsync(cancellationToken)).Any(held => held.Id == ticket.Id))
                throw;
            journal.Note($"step {step}: {ticket.FileName} was not deleted on the camera, which does not list it any more: taken for gone ({e.Message})");
        }

        journal.Write(new FrameReleased(step, ticket.Id));
    }

    // In a line: EXIF is too far from the plan.
    private string? Off(int step, FrameFacts facts)
    {
        var planned = plan.Steps[step - 1].FocalLength;
        return facts.FocalLength is { } focal && Math.Abs(focal - planned) > Math.Max(RoundingOfExif, planned * options.FocalTolerance / 100)
            ? string.Create(CultureInfo.InvariantCulture, $"EXIF says {focal:0.##} mm, planned were {planned:0.##} mm")
            : null;
    }

    // In a line: the lens was to move by more than EXIF rounds, and EXIF says that it did not. Where steps are so small that the one before
    // tells nothing, the last one that is far enough away does.
    private string? Stuck(int step, FrameFacts facts)
    {
        if (facts.FocalLength is not { } focal)
            return null;
        for (var other = step - 1; other >= 1; other--)
        {
            var planned = plan.Steps[step - 1].FocalLength - plan.Steps[other - 1].FocalLength;
            if (Math.Abs(planned) <= (other == step - 1 ? RoundingOfExif : 2 * RoundingOfExif) || journal.FrameOf(other)?.FocalLength is not { } before)
                continue;
            return (focal - before) * Math.Sign(planned) <= 0
                ? string.Create(CultureInfo.InvariantCulture, $"the focal length in EXIF does not advance: {before:0.##} mm at step {other}, then {focal:0.##} mm, planned were {planned:+0.##;-0.##} mm")
                : null;
        }

        return null;
    }

    private sealed record Taken(ExposureTicket Ticket, double Position, IReadOnlyDictionary<string, string> Settings, string? Changed);

    private sealed record Found(ExposureTicket Ticket, double Position, FrameRecorded? Lost);
}
