using Coz.Contracts.Devices;
using Coz.Toolkit;
using OpenCvSharp;

namespace Coz.Plugins.Align;

/// <summary>The pictures of one frame's report.</summary>
internal sealed class FramePictures(string folder, Photo reference, Photo moving, Warp warp, IReadOnlyList<TileShift> tiles)
{
    private const int PlotWidth = 560;
    private const int FlickerWidth = 280;
    private const int FlickerHeight = 210;
    private const int Zoom = 2;

    // A tenth of a pixel becomes a tenth of the plot's width.
    private const double ArrowScale = PlotWidth;

    /// <summary>Draws them.</summary>
    /// <param name="ratio">The ratio of the focal lengths.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The names: error field, reference, before, after; none where the two photos share too little to show.</returns>
    public IReadOnlyList<string> Draw(double ratio, CancellationToken cancellationToken)
    {
        var shared = WarpGeometry.Shared(warp, 1);
        if (shared.Width < 16 || shared.Height < 16)
            return [];
        Field(shared);
        var (width, height) = (Math.Min(FlickerWidth, shared.Width), Math.Min(FlickerHeight, shared.Height));
        var area = new Area(shared.Left + ((shared.Width - width) / 2), shared.Top + ((shared.Height - height) / 2), width, height, 1);
        var pyramid = new Pyramid(moving.Light());
        var (x, y) = ((moving.Width - 1) / 2.0 * (1 - ratio), (moving.Height - 1) / 2.0 * (1 - ratio));
        var guess = new Warp([ratio, 0, x, 0, ratio, y, 0, 0, 1], null, warp.ReferenceWidth, warp.ReferenceHeight, warp.MovingWidth, warp.MovingHeight);
        Save("reference.png", reference.Luma.Shrunk(area.Left, area.Top, width, height, 1));
        Save("before.png", new AreaSampler(pyramid).Sample(guess, area, 0, cancellationToken).Levels);
        Save("after.png", new AreaSampler(pyramid).Sample(warp, area, 0, cancellationToken).Levels);
        return ["field.png", "reference.png", "before.png", "after.png"];
    }

    private void Field(Area shared)
    {
        var scale = (double)PlotWidth / shared.Width;
        using var gray = reference.Luma.ToBytes(shared.Left, shared.Top, shared.Width, shared.Height);
        using var plot = new Mat();
        Cv2.Resize(gray, plot, new Size(PlotWidth, Math.Max(1, (int)(shared.Height * scale))), 0, 0, scale < 1 ? InterpolationFlags.Area : InterpolationFlags.Cubic);
        plot.ConvertTo(plot, -1, 0.4, 140);
        Cv2.CvtColor(plot, plot, ColorConversionCodes.GRAY2BGR);
        foreach (var tile in tiles)
        {
            var (from, colour) = (new Point((tile.X - shared.Left + 0.5) * scale, (tile.Y - shared.Top + 0.5) * scale), tile.IsHeldOut ? new Scalar(0, 110, 240) : new Scalar(200, 80, 0));
            Cv2.Circle(plot, from, 2, colour, -1, LineTypes.AntiAlias);
            Cv2.Line(plot, from, new Point(from.X + (ArrowScale * tile.ShiftX), from.Y + (ArrowScale * tile.ShiftY)), colour, 1, LineTypes.AntiAlias);
        }

        Cv2.Line(plot, new Point(10, 12), new Point(10 + (int)(0.1 * ArrowScale), 12), new Scalar(0, 0, 0), 2);
        Cv2.PutText(plot, "0.1 px", new Point(16 + (int)(0.1 * ArrowScale), 16), HersheyFonts.HersheySimplex, 0.42, new Scalar(0, 0, 0), 1, LineTypes.AntiAlias);
        Write("field.png", plot);
    }

    private void Save(string name, Plane plane)
    {
        using var bytes = plane.ToBytes(0, 0, plane.Width, plane.Height);
        using var large = new Mat();
        Cv2.Resize(bytes, large, new Size(Zoom * plane.Width, Zoom * plane.Height), 0, 0, InterpolationFlags.Nearest);
        Write(name, large);
    }

    private void Write(string name, Mat picture)
    {
        Cv2.ImEncode(".png", picture, out var bytes);
        WholeFile.Write(Path.Combine(folder, name), stream => stream.Write(bytes));
    }
}
