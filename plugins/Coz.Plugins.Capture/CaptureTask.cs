using Coz.Contracts;
using Coz.Contracts.Devices;

namespace Coz.Plugins.Capture;

/// <summary>
/// Captures a continuous zoom: a frame at every step of a sweep, with settings locked, play taken up from one side, every frame
/// verified and recorded before the camera lets go of it. What was interrupted, killed or unplugged goes on at the next step.
/// </summary>
/// <param name="options">The rig and the sweep.</param>
/// <param name="parts">The drivers.</param>
[Plugin("capture", Summary = "Captures a continuous zoom with any camera and zoom motor; goes on where it was interrupted")]
public sealed class CaptureTask(CaptureOptions options, IPartFactory parts) : ExperimentTask
{
    /// <summary>The clock.</summary>
    internal TimeProvider Time { get; init; } = TimeProvider.System;

    /// <inheritdoc/>
    public override IEnumerable<string> Validate() => new RigChecks(options, parts).Examine().Faults;

    /// <inheritdoc/>
    public override IReadOnlyList<TableEvent> Plan(int seed, CancellationToken cancellationToken) =>
        new RigChecks(options, parts).Examine().Plan is { } plan ? [plan.ToTable($"Sweep of {options.Scene} with camera {options.Camera.Name} and lens {options.Lens.Name}")] : [];

    /// <inheritdoc/>
    public override async Task<TaskResult> RunAsync(IRunContext run, CancellationToken cancellationToken)
    {
        var folder = options.Session.Length > 0 ? options.Session : Path.Combine(run.Folder, "session");
        using var journal = new SessionJournal(folder, Time);
        var context = new RigContext(Time, journal.Folder + ".devices", run.Seed);
        await using var rig = new Rig(options, parts, context, text => journal.Note(text, FaultKind.Busy));
        var plan = SweepPlan.Of(options, rig.Lens.Capabilities);
        journal.CheckPlan(plan);
        var sweep = new Sweep(options, plan, rig, journal, run);
        await sweep.RunAsync(cancellationToken);
        return new TaskResult(CaptureResult.Of(journal.Session, plan, context.Folder, run));
    }
}
