using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using Coz.Contracts.Devices;
using Coz.Toolkit;

namespace Coz.Plugins.Align;

/// <summary>A page with a section for each frame: the verdict, what was measured, the error of the tiles as a plot, and the two photos flickering before and after.</summary>
/// <param name="folder">The alignment's folder.</param>
/// <param name="session">The session.</param>
/// <param name="anchor">The frame that the others are aligned to.</param>
internal sealed class AlignmentReport(string folder, CaptureSession session, FrameRecorded anchor)
{
    private const string PageName = "report.html";

    private readonly ConcurrentDictionary<int, IReadOnlyList<string>> _pictures = [];

    /// <summary>Where the pictures of a frame go.</summary>
    public string FolderOf(FrameRecorded frame) => Path.Combine(folder, NameOf(frame.Step));

    /// <summary>Draws the pictures of a frame.</summary>
    public void Add(FrameRecorded frame, Alignment result, CancellationToken cancellationToken)
    {
        if (result.Warp is not { } warp)
            return;
        var reference = Photo.Read(new AlignerImage(session.PathOf(anchor), 1));
        var moving = Photo.Read(new AlignerImage(session.PathOf(frame), 1));
        var ratio = (frame.FocalLength ?? frame.PlannedFocalLength) / (anchor.FocalLength ?? anchor.PlannedFocalLength);
        _pictures[frame.Step] = new FramePictures(FolderOf(frame), reference, moving, warp, result.Tiles).Draw(ratio, cancellationToken);
    }

    /// <summary>Writes the page.</summary>
    /// <returns>Its name in the folder.</returns>
    public string Write(SessionAlignment alignment)
    {
        var page = new StringBuilder("""
            <!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Alignment</title>
            <style>
            body { font: 15px/1.5 sans-serif; margin: 2em auto; max-width: 72em; padding: 0 1em; }
            figure { display: inline-block; margin: 0 1em 1em 0; vertical-align: top; } figcaption { color: #555; }
            .flicker { position: relative; display: inline-block; } .flicker img { display: block; }
            .flicker img + img { position: absolute; inset: 0; animation: blink 1s steps(1) infinite; }
            @keyframes blink { 0% { opacity: 0 } 50% { opacity: 1 } } .no { color: #a00; } .yes { color: #060; }
            </style>

            """);
        page.Append(CultureInfo.InvariantCulture, $"<h1>{Html(alignment.Scene)}: {alignment.Frames.Count(frame => frame.IsAccepted)} of {alignment.Frames.Count} frames accepted</h1>\n<p>Aligned to {Html(alignment.Anchor.File)} ({alignment.Anchor.FocalLength:0.##} mm). Lengths are pixels of that frame.</p>\n");
        foreach (var frame in alignment.Frames)
            Section(page, frame);
        WholeFile.Write(Path.Combine(folder, PageName), stream => stream.Write(Encoding.UTF8.GetBytes(page.Append("</html>\n").ToString())));
        return PageName;
    }

    private void Section(StringBuilder page, AlignedFrame frame)
    {
        var metrics = frame.Metrics;
        page.Append(CultureInfo.InvariantCulture, $"<h2>x{frame.Scale:0.000} ({frame.FocalLength:0.##} mm): <span class=\"{(frame.IsAccepted ? "yes\">accepted" : "no\">rejected")}</span></h2>\n");
        foreach (var reason in frame.Reasons)
            page.Append(CultureInfo.InvariantCulture, $"<p class=\"no\">{Html(reason)}</p>\n");
        page.Append(CultureInfo.InvariantCulture, $"<p>Held-out tiles: {metrics.HeldOutP95:0.000} (95 %), {metrics.HeldOutMax:0.000} (most), {metrics.HeldOutTiles} tiles; homography alone {metrics.CoarseP95:0.000}. Inliers {metrics.Inliers} in {metrics.InlierCells} of 9 cells. Rotation {metrics.Rotation:0.000} degrees, overlap {100 * metrics.Overlap:0.0} %. Gain {List(metrics.Gain)}, bias {List(metrics.Bias)}.</p>\n");
        if (!_pictures.TryGetValue(frame.Step, out var pictures) || pictures.Count == 0)
            return;
        var at = NameOf(frame.Step);
        page.Append(CultureInfo.InvariantCulture, $"<figure><img src=\"{at}/{pictures[0]}\" alt=\"\"><figcaption>what the tiles still see: blue fitted, orange held out; longer is worse</figcaption></figure>\n");
        foreach (var (picture, caption) in new[] { (pictures[2], "before: placed by the focal lengths alone"), (pictures[3], "after: by the warp") })
            page.Append(CultureInfo.InvariantCulture, $"<figure><span class=\"flicker\"><img src=\"{at}/{pictures[1]}\" alt=\"\"><img src=\"{at}/{picture}\" alt=\"\"></span><figcaption>{caption}</figcaption></figure>\n");
    }

    private static string NameOf(int step) => step.ToString("0000", CultureInfo.InvariantCulture);

    private static string List(IEnumerable<double> values) => string.Join(", ", values.Select(value => value.ToString("0.000", CultureInfo.InvariantCulture)));

    private static string Html(string text) => WebUtility.HtmlEncode(text);
}
