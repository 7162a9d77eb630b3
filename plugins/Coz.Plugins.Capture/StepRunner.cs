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
    private const string FrameFolder = "frames";

    /// <summary>Releases what was recorded or rejected and is still on the camera.</summary>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        var settled = journal.Settled;
        foreach (var ticket in (await HeldAsync(cancellationToken)).Where(ticket => settled.Contains(ticket.Id)))
            await ReleaseAsync(settled[ticket.Id].Last(), ticket, cancellationToken);
    }

    /// <summary>Does a step.</summary>
    /// <returns>Its frame, recorded.</returns>
    /// <exception cref="DeviceException">The attempt failed; the step can be tried again.</exception>
    public async Task<FrameRecorded> RunAsync(int step, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            var isLast = attempt >= Math.Max(1, options.Retries);
            var (ticket, position, settings, changed) = await FindAsync(step, cancellationToken) ?? await TakeAsync(step, cancellationToken);
            var (facts, fault) = changed is null ? await FetchAsync(step, ticket, cancellationToken) : (null, changed);
            var advance = facts is null ? null : Stuck(step, facts);
            if (facts is not null && (advance is null || isLast))
                return await RecordAsync(step, ticket, position, settings, facts, advance, cancellationToken);
            journal.Write(new FrameRejected(step, ticket.Id, fault ?? advance!));
            await ReleaseAsync(step, ticket, cancellationToken);
            if (isLast)
                throw new DeviceException(FaultKind.Rejected, $"step {step} was taken {attempt + 1} times and never was a good frame: {fault ?? advance}");
            if (advance is not null)
                await rig.HomeAsync(cancellationToken);
        }
    }

    /// <summary>Deletes what transfers that were cut off have left.</summary>
    public void RemoveLeftovers()
    {
        var folder = Path.Combine(journal.Folder, FrameFolder);
        if (!Directory.Exists(folder))
            return;
        foreach (var file in Directory.EnumerateFiles(folder, "*.part"))
            File.Delete(file);
    }

    private static string NameOf(int step) => $"{FrameFolder}/{step.ToString("0000", CultureInfo.InvariantCulture)}.jpg";

    private ValueTask<IReadOnlyList<ExposureTicket>> HeldAsync(CancellationToken cancellationToken) => rig.PatientlyAsync(rig.Camera.ListAsync, cancellationToken);

    // An exposure of this step that was begun earlier, and that the camera holds: a kill or a pulled cable came between.
    private async Task<Taken?> FindAsync(int step, CancellationToken cancellationToken)
    {
        if (journal.OpenStep(step) is not { } started)
            return null;
        var settled = journal.Settled;
        var found = (await HeldAsync(cancellationToken)).FirstOrDefault(ticket => !started.Held.Contains(ticket.Id) && !settled.Contains(ticket.Id));
        if (found is null)
            return null;
        var (settings, changed) = await rig.Settings.ReadAsync(rig.Camera, cancellationToken);
        journal.Note($"step {step}: {found.FileName} was taken before the interruption, and is used");
        return new Taken(found, started.Position, settings, changed);
    }

    private async Task<Taken> TakeAsync(int step, CancellationToken cancellationToken)
    {
        await rig.EnsurePositionAsync(cancellationToken);
        var position = await rig.ApproachAsync(plan.Steps[step - 1].Position, cancellationToken);
        var (_, changed) = await rig.Settings.ReadAsync(rig.Camera, cancellationToken);
        if (changed is not null)
        {
            journal.Note($"step {step}: {changed}: set again", FaultKind.Rejected);
            await rig.Settings.LockAsync(rig.Camera, cancellationToken);
        }

        journal.Write(new StepStarted(step, position.Value, [.. (await HeldAsync(cancellationToken)).Select(held => held.Id)]));
        var ticket = await rig.PatientlyAsync(rig.Camera.ExposeAsync, cancellationToken);
        var (settings, after) = await rig.Settings.ReadAsync(rig.Camera, cancellationToken);
        if (after is not null)
            await rig.Settings.LockAsync(rig.Camera, cancellationToken);
        return new Taken(ticket, position.Value, settings, after is null ? null : $"a setting has changed by itself: {after}");
    }

    private async Task<(FrameFacts? Facts, string? Fault)> FetchAsync(int step, ExposureTicket ticket, CancellationToken cancellationToken)
    {
        var final = Path.Combine(journal.Folder, NameOf(step));
        var part = final + ".part";
        Directory.CreateDirectory(Path.GetDirectoryName(final)!);
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                var receipt = await rig.PatientlyAsync(token => TransferAsync(ticket, part, token), cancellationToken);
                var facts = FrameCheck.Examine(part, receipt);
                if ((options.FrameSize ?? journal.FrameSize) is { } size && size != (facts.Width, facts.Height))
                    return (null, $"{ticket.FileName} is {facts.Width}x{facts.Height}, expected {size.Width}x{size.Height}");
                File.Move(part, final, overwrite: true);
                return (facts, null);
            }
            catch (DeviceException e) when (e.Kind == FaultKind.PartialTransfer && attempt < options.Retries)
            {
                journal.Note($"step {step}: {e.Message}", e.Kind);
            }
            catch (CozException e) when (e is not DeviceException && attempt < 1)
            {
                journal.Note($"step {step}: {e.Message} Transferred again.", FaultKind.PartialTransfer);
            }
            catch (CozException e) when (e is not DeviceException)
            {
                return (null, e.Message);
            }
        }
    }

    private async Task<TransferReceipt> TransferAsync(ExposureTicket ticket, string part, CancellationToken cancellationToken)
    {
        FileStream file;
        try
        {
            // Without a buffer of its own: a full disk then shows where it is expected, not when the file is closed.
            file = new FileStream(part, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DeviceException(FaultKind.DiskFull, $"{part} cannot be written: {e.Message} See the disk; the exposure is still on the camera.", e);
        }

        await using (file)
        {
            var receipt = await rig.Camera.TransferAsync(ticket, file, null, cancellationToken);
            file.Flush(flushToDisk: true);
            return receipt;
        }
    }

    private async Task<FrameRecorded> RecordAsync(int step, ExposureTicket ticket, double position, IReadOnlyDictionary<string, string> settings, FrameFacts facts, string? advance, CancellationToken cancellationToken)
    {
        var planned = plan.Steps[step - 1].FocalLength;
        var flags = new List<string>();
        if (advance is not null)
            flags.Add(advance);
        if (facts.FocalLength is null)
            flags.Add("its EXIF says no focal length");
        else if (Math.Abs(facts.FocalLength.Value - planned) > Math.Max(RoundingOfExif, planned * options.FocalTolerance / 100))
            flags.Add(string.Create(CultureInfo.InvariantCulture, $"EXIF says {facts.FocalLength:0.##} mm, planned were {planned:0.##} mm: calibrate the lens"));
        var frame = new FrameRecorded(step, NameOf(step), facts.Sha256, facts.Length, facts.Width, facts.Height, facts.FocalLength, planned, position, ticket.Id, settings, ticket.Notes, flags);
        journal.Write(frame);
        await ReleaseAsync(step, ticket, cancellationToken);
        return frame;
    }

    private async Task ReleaseAsync(int step, ExposureTicket ticket, CancellationToken cancellationToken)
    {
        if (options.KeepOnCamera)
            return;
        await rig.PatientlyAsync(async token => { await rig.Camera.ReleaseAsync(ticket, token); return true; }, cancellationToken);
        journal.Write(new FrameReleased(step, ticket.Id));
    }

    // In a line: the lens was to move by more than EXIF rounds, and EXIF says that it did not.
    private string? Stuck(int step, FrameFacts facts)
    {
        if (step < 2 || facts.FocalLength is not { } focal || journal.FrameOf(step - 1)?.FocalLength is not { } before)
            return null;
        var planned = plan.Steps[step - 1].FocalLength - plan.Steps[step - 2].FocalLength;
        return Math.Abs(planned) > RoundingOfExif && (focal - before) * Math.Sign(planned) <= 0
            ? string.Create(CultureInfo.InvariantCulture, $"the focal length in EXIF does not advance: {before:0.##} mm, then {focal:0.##} mm, planned were {planned:+0.##;-0.##} mm")
            : null;
    }

    private sealed record Taken(ExposureTicket Ticket, double Position, IReadOnlyDictionary<string, string> Settings, string? Changed);
}
