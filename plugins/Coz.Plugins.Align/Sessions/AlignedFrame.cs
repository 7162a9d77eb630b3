using System.Text.Json.Nodes;
using Coz.Contracts.Devices;

namespace Coz.Plugins.Align;

/// <summary>What became of one frame of a session.</summary>
/// <param name="Step">Its step in the session, from 1.</param>
/// <param name="File">Its file, relative to the session's folder.</param>
/// <param name="Sha256">The SHA-256 of the file.</param>
/// <param name="FocalLength">Its focal length, in mm.</param>
/// <param name="Scale">Its scale over the anchor: measured; by the focal lengths where no warp was found.</param>
/// <param name="IsAccepted">Whether it may be used.</param>
/// <param name="Rejections">Why not.</param>
/// <param name="Metrics">What was measured.</param>
/// <param name="Warp">From anchor pixels to this frame's; null if none was found.</param>
internal sealed record AlignedFrame(int Step, string File, string Sha256, double FocalLength, double Scale, bool IsAccepted, IReadOnlyList<Rejection> Rejections, AlignmentMetrics Metrics, JsonObject? Warp)
{
    /// <summary>The reasons, a line each.</summary>
    public IEnumerable<string> Reasons => Rejections.Select(rejection => $"{rejection.Kind.ToString().ToLowerInvariant()}: {rejection.Text}");

    /// <exception cref="Coz.Contracts.CozException">It is none.</exception>
    public Warp? ReadWarp() => Warp is null ? null : Coz.Contracts.Devices.Warp.FromJson(Warp);

    /// <summary>What a caller with --json gets of a pair.</summary>
    public JsonObject ToJson() => new()
    {
        ["step"] = Step,
        ["focal_length"] = FocalLength,
        ["scale"] = Math.Round(Scale, 4),
        ["accepted"] = IsAccepted,
        ["reasons"] = new JsonArray([.. Reasons.Select(reason => (JsonNode)reason)]),
        ["estimate_p95"] = double.IsFinite(Metrics.HeldOutP95) ? Math.Round(Metrics.HeldOutP95, 4) : null,
    };
}
