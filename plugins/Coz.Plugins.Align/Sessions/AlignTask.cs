using System.Globalization;
using System.Text.Json.Nodes;
using Coz.Contracts;
using Coz.Contracts.Devices;

namespace Coz.Plugins.Align;

/// <summary>
/// Aligns every frame of a capture session to its widest one, several at a time, and writes alignment.json and a report into the run's
/// folder. It is told nothing of true warps.
/// </summary>
/// <param name="options">The session and the aligner.</param>
/// <param name="parts">The aligners.</param>
[Plugin("align", Summary = "Aligns the frames of a capture session to the widest one, with a verdict and a report for each")]
public sealed class AlignTask(AlignOptions options, IPartFactory parts) : ExperimentTask
{
    private const string Work = "align";
    private const string HowToMend = "put the file back, or run the capture over this session again, which takes that step anew";

    // Both photos as bytes and as luma, decoding, and the shared area several times over.
    private const double BytesAPixel = 70;

    /// <inheritdoc/>
    public override IEnumerable<string> Validate()
    {
        if (options.Session.Length > 0 && !File.Exists(Path.Combine(options.Session, CaptureSession.ManifestName)))
            yield return $"task:session {options.Session} is no capture session: it has no {CaptureSession.ManifestName}";
    }

    /// <inheritdoc/>
    public override async Task<TaskResult> RunAsync(IRunContext run, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        var session = CaptureSession.Read(options.Session.Length > 0 ? options.Session : Path.Combine(run.Folder, "session"));
        if (session.Frames.Count < 2)
            throw new CozException($"The session {session.Folder} has {session.Frames.Count} frames: at least two are needed to align.");

        // EXIF rounds: of frames that it does not tell apart, the plan knows the widest.
        var frames = session.Frames.OrderBy(FocalOf).ThenBy(frame => frame.PlannedFocalLength).ThenBy(frame => frame.Step).ToList();
        var (anchor, others) = (frames[0], frames.Skip(1).ToList());
        if (Changed(session, anchor) is { } changed)
            throw new CozException($"The anchor {changed}. Nothing can be aligned to it: {HowToMend}.");
        var folder = Directory.CreateDirectory(Path.Combine(run.Folder, SessionAlignment.FolderName)).FullName;
        var report = options.Report ? new AlignmentReport(folder, session, anchor) : null;
        var results = new AlignedFrame[others.Count];
        var done = 0;
        run.Publish(new ProgressEvent(Work, 0, others.Count, Path.GetFileName(anchor.File)));
        await Parallel.ForEachAsync(Enumerable.Range(0, others.Count), new ParallelOptions { MaxDegreeOfParallelism = Degree(anchor), CancellationToken = cancellationToken }, async (i, token) =>
        {
            await run.WaitWhilePausedAsync(token);
            results[i] = await AlignAsync(session, anchor, others[i], report, token);
            run.Publish(new ProgressEvent(Work, Interlocked.Increment(ref done), others.Count, Path.GetFileName(others[i].File)));
        });
        var alignment = new SessionAlignment(session.Folder, session.Opened?.Scene ?? "scene", new AnchorFrame(anchor.Step, anchor.File, anchor.Sha256, FocalOf(anchor)), anchor.Width, anchor.Height, results);
        alignment.Write(folder);
        Publish(run, alignment, report);
        return new TaskResult(new JsonObject
        {
            ["alignment"] = folder,
            ["frames"] = session.Frames.Count,
            ["accepted"] = results.Count(frame => frame.IsAccepted),
            ["pairs"] = new JsonArray([.. results.Select(frame => (JsonNode)frame.ToJson())]),
        });
    }

    private static string? Changed(CaptureSession session, FrameRecorded frame) => RecordedFile.Difference(session.PathOf(frame), frame.Sha256, "the session");

    // In a line: why a frame is not even looked at. A photo that nobody captured, or with other settings, is no frame of this sweep.
    private static string? Unfit(CaptureSession session, FrameRecorded anchor, FrameRecorded frame) =>
        Changed(session, frame) is { } changed ? $"{changed}: {HowToMend}" : FrameSettings.Difference(frame, anchor);

    private static double FocalOf(FrameRecorded frame) => frame.FocalLength ?? frame.PlannedFocalLength;

    private int Degree(FrameRecorded anchor)
    {
        var fitting = (int)(options.MemoryGb * 1e9 / (BytesAPixel * anchor.Width * anchor.Height));
        return options.Parallel > 0 ? options.Parallel : Math.Clamp(fitting, 1, Environment.ProcessorCount);
    }

    private async Task<AlignedFrame> AlignAsync(CaptureSession session, FrameRecorded anchor, FrameRecorded frame, AlignmentReport? report, CancellationToken cancellationToken)
    {
        var result = Unfit(session, anchor, frame) is { } reason
            ? new Alignment(null, new AlignmentMetrics(), [new Rejection(RejectionKind.Image, reason)])
            : await ResultAsync(session, anchor, frame, report, cancellationToken);
        var scale = double.IsFinite(result.Metrics.Scale) ? result.Metrics.Scale : FocalOf(frame) / FocalOf(anchor);
        report?.Add(frame, result, cancellationToken);
        return new AlignedFrame(frame.Step, frame.File, frame.Sha256, FocalOf(frame), scale, result.IsAccepted, result.Rejections, result.Metrics, result.Warp?.ToJson());
    }

    private async Task<Alignment> ResultAsync(CaptureSession session, FrameRecorded anchor, FrameRecorded frame, AlignmentReport? report, CancellationToken cancellationToken)
    {
        var request = new AlignmentRequest(new AlignerImage(session.PathOf(anchor), FocalOf(anchor)), new AlignerImage(session.PathOf(frame), FocalOf(frame)))
        {
            ReportFolder = report?.FolderOf(frame),
        };
        try
        {
            return await parts.Create(options.Aligner).AlignAsync(request, cancellationToken);
        }
        catch (CozException e)
        {
            // One damaged file must not cost the others their night.
            return new Alignment(null, new AlignmentMetrics(), [new Rejection(RejectionKind.Image, e.Message)]);
        }
    }

    private static void Publish(IRunContext run, SessionAlignment alignment, AlignmentReport? report)
    {
        run.Publish(new TableEvent(
            $"Frames of {alignment.Scene}, aligned to {alignment.Anchor.FocalLength.ToString("0.##", CultureInfo.InvariantCulture)} mm",
            ["step", "mm", "scale", "accepted", "held-out p95 (px)", "homography alone", "inliers", "reasons"],
            [.. alignment.Frames.Select(frame => (IReadOnlyList<string>)
            [
                Text(frame.Step, "0"), Text(frame.FocalLength, "0.##"), Text(frame.Scale, "0.000"), frame.IsAccepted ? "yes" : "no", Text(frame.Metrics.HeldOutP95, "0.000"),
                Text(frame.Metrics.CoarseP95, "0.000"), Text(frame.Metrics.Inliers, "0"), string.Join("; ", frame.Reasons),
            ])]));
        run.Publish(new ArtefactEvent("alignment", Path.Combine(SessionAlignment.FolderName, "alignment.json")));
        if (report is not null)
            run.Publish(new ArtefactEvent("alignment report", Path.Combine(SessionAlignment.FolderName, report.Write(alignment))));
    }

    private static string Text(double value, string format) => double.IsFinite(value) ? value.ToString(format, CultureInfo.InvariantCulture) : "-";
}
