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
            await rig.ApproachAsync(position, cancellationToken);
            seen.Add(new FocalPoint(position, await FocalLengthAsync(rig, run.Folder, cancellationToken)));
        }

        var table = TableOf(seen);
        var path = options.Out.Length > 0 ? options.Out : Path.Combine(run.Folder, "calibration.json");
        new CalibrationFile(rig.Lens.Identity!.ToString(), lens.Unit, Time.GetLocalNow(), table.Points).Write(path);
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

    private static async Task<double> FocalLengthAsync(Rig rig, string folder, CancellationToken cancellationToken)
    {
        var ticket = await rig.PatientlyAsync(rig.Camera.ExposeAsync, cancellationToken);
        var path = Path.Combine(folder, "calibration.part");
        try
        {
            await rig.PatientlyAsync(
                async token =>
                {
                    await using var file = new FileStream(path, FileMode.Create, FileAccess.Write);
                    await rig.Camera.TransferAsync(ticket, file, null, token);
                },
                cancellationToken);
            await rig.PatientlyAsync(token => rig.Camera.ReleaseAsync(ticket, token), cancellationToken);
            return ImageFile.ExposureOf(path).FocalLength ?? throw new CozException($"{ticket.FileName} has no focal length in its EXIF: set the camera to JPEG, and see that the lens has contacts.");
        }
        finally
        {
            File.Delete(path);
        }
    }
}
