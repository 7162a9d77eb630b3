using Coz.Contracts.Devices;
using OpenCvSharp;

namespace Coz.Plugins.Align;

/// <summary>
/// Where a tile has gone, looked for by normalised correlation over some distance. Far less exact than <see cref="TileSolver"/>, which finds only what
/// is nearly in its place: it tells what moved, and how far.
/// </summary>
internal static class TileSearch
{
    // Below it, or if another place is nearly as good, the tile is flat, an edge that slides along itself, or in one of the photos alone.
    private const double Alike = 0.6;
    private const double Distinct = 0.05;
    private const int Peak = 3;

    /// <summary>Looks for a tile.</summary>
    /// <param name="tile">The tile.</param>
    /// <param name="area">The area that both planes show.</param>
    /// <param name="reference">The reference.</param>
    /// <param name="warped">The moving image as the reference's pixels would see it.</param>
    /// <param name="reach">How far it may have gone, in samples of the planes.</param>
    /// <returns>The shift in reference pixels, (0, 0) if the tile is where the warp has it; null if it is found nowhere, or in several places.</returns>
    public static (double X, double Y)? Find(Tile tile, Area area, Plane reference, Plane warped, int reach)
    {
        var (left, top) = ((tile.Left - area.Left) / area.Step, (tile.Top - area.Top) / area.Step);
        var (width, height) = (tile.Width / area.Step, tile.Height / area.Step);
        var (fromX, fromY) = (Math.Max(0, left - reach), Math.Max(0, top - reach));
        var (toX, toY) = (Math.Min(warped.Width, left + width + reach), Math.Min(warped.Height, top + height + reach));
        if (left < 0 || top < 0 || left + width > reference.Width || top + height > reference.Height)
            return null;
        using var wide = Mat.FromPixelData(reference.Height, reference.Width, MatType.CV_32FC1, reference.Values);
        using var longer = Mat.FromPixelData(warped.Height, warped.Width, MatType.CV_32FC1, warped.Values);
        using var template = wide.SubMat(top, top + height, left, left + width);
        using var window = longer.SubMat(fromY, toY, fromX, toX);
        using var scores = new Mat();
        Cv2.MatchTemplate(window, template, scores, TemplateMatchModes.CCoeffNormed);
        Cv2.MinMaxLoc(scores, out _, out var best, out _, out var at);
        if (!(best >= Alike))
            return null;
        using var elsewhere = scores.Clone();
        Cv2.Rectangle(elsewhere, new Rect(at.X - Peak, at.Y - Peak, (2 * Peak) + 1, (2 * Peak) + 1), Scalar.All(-1), -1);
        Cv2.MinMaxLoc(elsewhere, out _, out double second);
        if (best - second < Distinct)
            return null;
        var (x, y) = (at.X + Vertex(scores, at.X, at.Y, 1, 0), at.Y + Vertex(scores, at.X, at.Y, 0, 1));
        return ((fromX + x - left) * area.Step, (fromY + y - top) * area.Step);
    }

    // Where a parabola through a peak and its neighbours is highest, against the peak.
    private static double Vertex(Mat scores, int x, int y, int alongX, int alongY)
    {
        if (x - alongX < 0 || y - alongY < 0 || x + alongX >= scores.Cols || y + alongY >= scores.Rows)
            return 0;
        var (before, at, after) = (scores.At<float>(y - alongY, x - alongX), scores.At<float>(y, x), scores.At<float>(y + alongY, x + alongX));
        var bend = before + after - (2 * at);
        return bend < 0 ? Math.Clamp(0.5 * (before - after) / bend, -0.5, 0.5) : 0;
    }
}
