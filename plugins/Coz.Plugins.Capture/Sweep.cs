using Coz.Contracts;
using Coz.Contracts.Devices;

namespace Coz.Plugins.Capture;

/// <summary>Goes through the steps of a session that have no frame yet, and deals with faults between them.</summary>
internal sealed class Sweep(CaptureOptions options, SweepPlan plan, Rig rig, SessionJournal journal, IRunContext run)
{
    private const string Work = "capture";
    private readonly StepRunner _steps = new(options, plan, rig, journal);
    private int _recoveries = options.Recoveries;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var frame in journal.Session.Frames.Where(frame => !journal.IsIntact(frame)))
            journal.Forget(frame);
        if (Missing().Count == 0 && journal.IsClosed)
        {
            run.Publish(new MessageEvent($"The session {journal.Folder} is complete: all {plan.Steps.Count} frames are there."));
            return;
        }

        await UntilDoneAsync(OpenAsync, cancellationToken);
        foreach (var step in Missing())
        {
            await run.WaitWhilePausedAsync(cancellationToken);
            run.Publish(new ProgressEvent(Work, plan.Steps.Count - Missing().Count, plan.Steps.Count, $"step {step}, {plan.Steps[step - 1].FocalLength:0.#} mm"));
            await UntilDoneAsync(token => StepAsync(step, token), cancellationToken);
        }

        FrameFetcher.RemoveLeftovers(journal.Folder);
        await UntilDoneAsync(CloseAsync, cancellationToken);
        run.Publish(new ProgressEvent(Work, plan.Steps.Count, plan.Steps.Count, "done"));
    }

    private List<int> Missing() => [.. Enumerable.Range(1, plan.Steps.Count).Where(step => journal.FrameOf(step) is null)];

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            journal.Write(await ConnectAsync(cancellationToken));
        }
        catch (DeviceException e) when (e.Kind == FaultKind.Rejected && journal.IsNew)
        {
            // Nothing was captured yet, and no hand at the rig mends it: what was asked for has to change.
            throw new UsageException($"{Fault(e)} Nothing was captured: change the experiment (task:settings).");
        }

        await _steps.SettleAsync(cancellationToken);
    }

    // Connects and locks; what answers must be what the session was begun with.
    private async Task<SessionOpened> ConnectAsync(CancellationToken cancellationToken)
    {
        await rig.ConnectAsync(cancellationToken);
        plan.Calibration?.CheckLens(options.Calibration, rig.Lens.Identity!);
        var settings = await rig.LockAsync(cancellationToken);
        var opened = new SessionOpened(1, options.Scene, rig.Camera.Identity!, rig.Lens.Identity!, plan.Unit, plan.Steps, settings, !journal.IsNew);
        journal.CheckSame(opened);
        return opened;
    }

    private Task CloseAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        journal.Write(new SessionClosed(plan.Steps.Count));
        return Task.CompletedTask;
    }

    private async Task StepAsync(int step, CancellationToken cancellationToken)
    {
        if (rig.Camera.State != DeviceState.Ready || rig.Lens.State != DeviceState.Ready)
        {
            await ConnectAsync(cancellationToken);
            await _steps.SettleAsync(cancellationToken);
        }

        var frame = await _steps.RunAsync(step, cancellationToken);
        run.Publish(new ImageEvent($"step {step}", Path.Combine(journal.Folder, frame.File), step));
        foreach (var flag in frame.Flags)
            run.Publish(new MessageEvent($"step {step}: {flag}", IsWarning: true));
    }

    // A fault ends an attempt, never the session: it is written down, mended if that needs nobody, else somebody is asked.
    private async Task UntilDoneAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await work(cancellationToken);
                return;
            }
            catch (DeviceException fault)
            {
                journal.NoteIfPossible(fault.Message, fault.Kind);
                if (await HealAsync(fault, cancellationToken) is { } open)
                    await AskAsync(open, cancellationToken);
            }
        }
    }

    // Gives back what is left to ask somebody about; null if nothing is.
    private async Task<DeviceException?> HealAsync(DeviceException fault, CancellationToken cancellationToken)
    {
        var isMotor = fault.Kind is FaultKind.Stall or FaultKind.Alarm or FaultKind.PositionUnknown or FaultKind.Timeout or FaultKind.Protocol;
        var needsHands = fault.Kind == FaultKind.PositionUnknown && !rig.Lens.Capabilities.CanHome;
        if (!isMotor || needsHands || rig.Camera.State != DeviceState.Ready || rig.Lens.State != DeviceState.Ready || _recoveries == 0)
            return fault;
        _recoveries--;
        try
        {
            await rig.Camera.AbortAsync(cancellationToken);
            await rig.HomeAsync(cancellationToken);
            var text = $"{Fault(fault)} Homed again without asking; {_recoveries} more times are allowed.";
            journal.Note(text);
            run.Publish(new MessageEvent(text, IsWarning: true));
            return null;
        }
        catch (DeviceException second)
        {
            journal.NoteIfPossible(second.Message, second.Kind);
            return second.Kind == FaultKind.PositionUnknown ? new DeviceException(second.Kind, $"{Fault(fault)} {second.Message}", fault) : fault;
        }
    }

    private async Task AskAsync(DeviceException fault, CancellationToken cancellationToken)
    {
        if (options.OnFault == OnFault.Stop)
            throw new CozException($"{Fault(fault)} {plan.Steps.Count - Missing().Count} of {plan.Steps.Count} frames are safe; run again with task:session={journal.Folder} to go on.", fault);
        journal.NoteIfPossible("paused: " + fault.Kind);
        await run.PauseAsync(Fault(fault), cancellationToken);
        if (fault.Kind == FaultKind.PositionUnknown)
            rig.RingWasTurned();
        journal.NoteIfPossible("goes on");
    }

    private static string Fault(DeviceException fault) => fault.Message.TrimEnd('.') + ".";
}
