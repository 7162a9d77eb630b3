using Coz.Contracts;

namespace Coz.Plugins.Align;

/// <summary>A scene on its way into the data set: the anchor, the accepted frames, and the field that all of them show.</summary>
/// <param name="Name">The scene's name.</param>
/// <param name="Frames">The frames by scale, the anchor first.</param>
/// <param name="Field">Whole anchor pixels that lie in every frame.</param>
/// <param name="Width">The anchor's width.</param>
/// <param name="Height">The anchor's height.</param>
internal sealed record DatasetScene(string Name, IReadOnlyList<DatasetFrame> Frames, Area Field, int Width, int Height)
{
    // The resampling kernel looks so far.
    private const double Margin = 3;

    /// <summary>Takes the accepted frames of an alignment.</summary>
    /// <exception cref="CozException">None is accepted, they share nothing, or a photo has changed since it was aligned.</exception>
    public static DatasetScene Of(SessionAlignment alignment, bool matchLight)
    {
        var accepted = alignment.Frames.Where(frame => frame.IsAccepted && frame.Warp is not null).OrderBy(frame => frame.Scale).ToList();
        if (accepted.Count == 0)
            throw new CozException($"No frame of the scene {alignment.Scene} ({alignment.Session}) was accepted, so there is nothing to build of it: the alignment's report says why.");
        foreach (var (file, sha256) in accepted.Select(frame => (frame.File, frame.Sha256)).Prepend((alignment.Anchor.File, alignment.Anchor.Sha256)))
        {
            // Its warp was measured on other bytes.
            if (RecordedFile.Difference(alignment.PathOf(file), sha256, "the alignment") is { } changed)
                throw new CozException($"{changed}: put the file back, or align the session again.");
        }

        var anchor = new DatasetFrame(alignment.Anchor.Step, alignment.PathOf(alignment.Anchor.File), alignment.Anchor.FocalLength, 1, null, [], []);
        List<DatasetFrame> frames = [anchor, .. accepted.Select(frame => new DatasetFrame(frame.Step, alignment.PathOf(frame.File), frame.FocalLength, frame.Scale, frame.ReadWarp(), matchLight ? frame.Metrics.Gain : [], frame.Metrics.Bias))];
        var field = frames.Where(frame => frame.Warp is not null).Select(FieldOf).Aggregate(Intersection);
        return field is { Width: >= 16, Height: >= 16 }
            ? new DatasetScene(FileName(alignment.Scene), frames, field, alignment.Width, alignment.Height)
            : throw new CozException($"The accepted frames of the scene {alignment.Scene} share no field of 16x16 anchor pixels.");
    }

    /// <summary>The anchor pixels that lie in a frame.</summary>
    public static Area FieldOf(DatasetFrame frame) => WarpGeometry.Shared(frame.Warp!, Margin);

    private static Area Intersection(Area a, Area b)
    {
        var (left, top) = (Math.Max(a.Left, b.Left), Math.Max(a.Top, b.Top));
        return new Area(left, top, Math.Min(a.Left + a.Width, b.Left + b.Width) - left, Math.Min(a.Top + a.Height, b.Top + b.Height) - top, 1);
    }

    private static string FileName(string scene)
    {
        var safe = string.Concat(scene.Select(letter => char.IsLetterOrDigit(letter) || letter is '-' or '_' ? letter : '-'));
        return safe.Trim('-').Length == 0 ? "scene" : safe;
    }
}
