using System.Globalization;
using System.Text.Json.Nodes;
using Coz.Contracts;
using Coz.Contracts.Devices;

namespace Coz.Plugins.Capture;

/// <summary>What a capture leaves its caller with.</summary>
internal static class CaptureResult
{
    public static JsonObject Of(CaptureSession session, SweepPlan plan, string devices, IRunContext run)
    {
        run.Publish(new TableEvent(
            $"Frames of {session.Opened?.Scene}",
            ["step", $"position ({plan.Unit})", "planned (mm)", "EXIF (mm)", "size", "detail ratio", "flags"],
            [.. session.Frames.Select(frame => (IReadOnlyList<string>)
            [
                Text(frame.Step), Text(frame.Position), Text(frame.PlannedFocalLength), frame.FocalLength is { } focal ? Text(focal) : "-", $"{frame.Width}x{frame.Height}",
                frame.Notes.GetValueOrDefault("detail_ratio", "-"), string.Join("; ", frame.Flags),
            ])]));
        run.Publish(new ArtefactEvent("session", Path.Combine(session.Folder, CaptureSession.ManifestName)));
        return new JsonObject
        {
            ["session"] = session.Folder,
            ["devices"] = devices,
            ["frames"] = session.Frames.Count,
            ["complete"] = session.IsComplete,
            ["focal_lengths"] = new JsonArray([.. session.Frames.Select(frame => (JsonNode?)frame.FocalLength)]),
            ["rejected"] = new JsonArray([.. session.Entries.OfType<FrameRejected>().Select(rejected => (JsonNode)new JsonObject { ["step"] = rejected.Step, ["reason"] = rejected.Reason })]),
            ["faults"] = new JsonArray([.. session.Entries.OfType<SessionNote>().Where(note => note.Fault is not null).Select(note => (JsonNode)note.Text)]),
            ["flags"] = new JsonArray([.. session.Frames.SelectMany(frame => frame.Flags.Select(flag => (JsonNode)$"step {frame.Step}: {flag}"))]),
        };
    }

    private static string Text(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
