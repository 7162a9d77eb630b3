using System.Globalization;
using System.Text.Json.Nodes;
using Coz.Contracts;
using Coz.Contracts.Devices;
using Coz.Toolkit;

namespace Coz.Plugins.Capture;

/// <summary>
/// Finds which focal length each position of a zoom motor gives: a picture at every position, its focal length from EXIF. Positions
/// between which EXIF, which rounds, sees no change become one point in their middle.
/// </summary>
/// <param name="options">The rig.</param>
/// <param name="parts">The drivers.</param>
[Plugin("calibrate", Summary = "Measures which focal length each position of the zoom ring gives, by EXIF")]
public sealed class CalibrateTask(CalibrateOptions options, IPartFactory parts) : ExperimentTask
{
    /// <summary>The clock.</summary>
    internal TimeProvider Time { get; init; } = TimeProvider.System;

    /// <inheritdoc/>
    public override IEnumerable<string> Validate() => new RigChecks(options, parts).Examine().Faults;

    /// <inheritdoc/>
    public override async Task<TaskResult> RunAsync(IRunContext run, CancellationToken cancellationToken)
    {
        var context = new RigContext(Time, Path.Combine(run.Folder, "devices"), run.Seed);
        await using var rig = new Rig(options, parts, context, text => run.Publish(new MessageEvent(text)));
        await rig.ConnectAsync(cancellationToken);
        await rig.LockAsync(cancellationToken);
        await rig.EnsurePositionAsync(cancellationToken);
        var lens = rig.Lens.Capabilities;
        var seen = new List<FocalPoint>();
        for (var i = 0; i < options.Points; i++)
        {
            await run.WaitWhilePausedAsync(cancellationToken);
            var position = lens.TravelFrom + ((lens.TravelTo - lens.TravelFrom) * i / (options.Points - 1));
            run.Publish(new ProgressEvent("calibrate", i, options.Points, string.Create(CultureInfo.InvariantCulture, $"{position:0.##} {lens.Unit}")));
            await ApproachAsync(rig, position, run, cancellationToken);
            seen.Add(new FocalPoint(position, await FocalLengthAsync(rig, run, cancellationToken)));
        }

        var table = TableOf(seen);
        var path = options.Out.Length > 0 ? options.Out : Path.Combine(run.Folder, "calibration.json");
        new CalibrationFile(DeviceName.Of(rig.Lens.Identity!), lens.Unit, Time.GetLocalNow(), table.Points).Write(path);
        run.Publish(new ProgressEvent("calibrate", options.Points, options.Points, "done"));
        run.Publish(new ArtefactEvent("calibration", path));
        run.Publish(new TableEvent("Focal lengths", [$"position ({lens.Unit})", "focal length (mm)"], [.. table.Points.Select(point => (IReadOnlyList<string>)[point.Position.ToString("0.###", CultureInfo.InvariantCulture), point.FocalLength.ToString("0.##", CultureInfo.InvariantCulture)])]));
        return new TaskResult(new JsonObject { ["calibration"] = path, ["points"] = table.Points.Count, ["shortest"] = table.Shortest, ["longest"] = table.Longest });
    }

    /// <summary>Makes a table that only rises, or only falls, of what was seen.</summary>
    /// <exception cref="CozException">The focal length does not follow the ring.</exception>
    internal static FocalTable TableOf(IReadOnlyList<FocalPoint> seen)
    {
        var runs = new List<List<FocalPoint>>();
        foreach (var point in seen)
        {
            if (runs.Count > 0 && runs[^1][0].FocalLength == point.FocalLength)
                runs[^1].Add(point);
            else
                runs.Add([point]);
        }

        // At its ends the table reaches as far as the ring was turned.
        return new FocalTable(runs.Select((same, i) => new FocalPoint(
            i == 0 ? same[0].Position : i == runs.Count - 1 ? same[^1].Position : same.Average(point => point.Position),
            same[0].FocalLength)));
    }

    // What a motor loses in a stall or an alarm, homing finds again.
    private async Task ApproachAsync(Rig rig, double position, IRunContext run, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await rig.ApproachAsync(position, cancellationToken);
                return;
            }
            catch (DeviceException e) when (e.Kind is FaultKind.Stall or FaultKind.Alarm && rig.Lens.Capabilities.CanHome && attempt < options.Retries)
            {
                Warn(run, $"{e.Message} Homed, and tried again.");
                await rig.HomeAsync(cancellationToken);
            }
        }
    }

    private async Task<double> FocalLengthAsync(Rig rig, IRunContext run, CancellationToken cancellationToken)
    {
        var path = Path.Combine(run.Folder, "calibration.part");
        try
        {
            for (var attempt = 0; ; attempt++)
            {
                var ticket = await rig.PatientlyAsync(rig.Camera.ExposeAsync, cancellationToken);
                var (facts, fault) = await FetchAsync(rig, ticket, path, run, cancellationToken);
                if (facts is not null)
                    return facts.FocalLength ?? throw new CozException($"{ticket.FileName} has no focal length in its EXIF: set the camera to JPEG, and see that the lens has contacts.");
                if (attempt >= options.Retries)
                    throw new CozException($"A picture was taken {(attempt == 0 ? "once" : $"{attempt + 1} times")} and never was a whole one, the last time: {fault}");
                Warn(run, $"{fault} Taken again.");
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    // Nobody needs the picture afterwards, whatever became of it: none stays on the card.
    private async Task<(FrameFacts? Facts, string? Fault)> FetchAsync(Rig rig, ExposureTicket ticket, string path, IRunContext run, CancellationToken cancellationToken)
    {
        try
        {
            return await new PictureTransfer(rig, options.Retries).FetchAsync(ticket, path, (text, _) => Warn(run, text), cancellationToken);
        }
        finally
        {
            await ReleaseAsync(rig, ticket, run);
        }
    }

    private static async Task ReleaseAsync(Rig rig, ExposureTicket ticket, IRunContext run)
    {
        try
        {
            await rig.PatientlyAsync(token => rig.Camera.ReleaseAsync(ticket, token), CancellationToken.None);
        }
        catch (DeviceException e)
        {
            Warn(run, $"{ticket.FileName} may still be on the camera: {e.Message}");
        }
    }

    private static void Warn(IRunContext run, string text) => run.Publish(new MessageEvent(text, IsWarning: true));
}
