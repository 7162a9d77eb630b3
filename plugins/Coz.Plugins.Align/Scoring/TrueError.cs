using Coz.Contracts.Devices;

namespace Coz.Plugins.Align;

/// <summary>How far a warp is off the truth.</summary>
internal static class TrueError
{
    private const int Across = 80;
    private const int Down = 60;

    /// <summary>The 95th percentile over all that both frames show, in reference pixels.</summary>
    public static double P95(Warp warp, FrameGeometry reference, FrameGeometry moving)
    {
        var scale = WarpGeometry.Scale(warp);
        var errors = new List<double>();

        // A grid over the moving frame: it lies on the reference nearly everywhere.
        for (var i = 0; i < Across * Down; i++)
        {
            var (mx, my) = ((i % Across + 0.5) / Across * moving.Width - 0.5, (i / Across + 0.5) / Down * moving.Height - 0.5);
            var (x, y) = moving.Map(reference, mx, my);
            if (x < -0.5 || y < -0.5 || x > reference.Width - 0.5 || y > reference.Height - 0.5)
                continue;
            var (mapX, mapY) = warp.Map(x, y);
            errors.Add(Math.Sqrt(((mapX - mx) * (mapX - mx)) + ((mapY - my) * (mapY - my))) / scale);
        }

        return FineResult.Percentile(errors, 0.95);
    }
}
