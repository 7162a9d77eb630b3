using Coz.Contracts.Devices;

namespace Coz.Plugins.Align;

/// <summary>What follows from a warp: its inverse, and what both frames show.</summary>
internal static class WarpGeometry
{
    private const int Steps = 12;
    private const int SideSamples = 64;

    /// <summary>The scale at the reference's centre.</summary>
    public static double Scale(Warp warp) => warp.ScaleAt((warp.ReferenceWidth - 1) / 2.0, (warp.ReferenceHeight - 1) / 2.0);

    /// <summary>The rotation at the reference's centre, in degrees.</summary>
    public static double Rotation(Warp warp)
    {
        var (x, y) = ((warp.ReferenceWidth - 1) / 2.0, (warp.ReferenceHeight - 1) / 2.0);
        var (left, right) = (warp.Map(x - 0.5, y), warp.Map(x + 0.5, y));
        return Math.Atan2(right.Y - left.Y, right.X - left.X) * 180 / Math.PI;
    }

    /// <summary>Which reference pixel lies at a place of the moving image: a warp is nearly a similarity, so steps by its centre's Jacobian converge.</summary>
    public static (double X, double Y) Inverse(Warp warp, double movingX, double movingY)
    {
        var (x, y) = ((warp.ReferenceWidth - 1) / 2.0, (warp.ReferenceHeight - 1) / 2.0);
        var (a, b) = (warp.Map(x + 0.5, y), warp.Map(x - 0.5, y));
        var (c, d) = (warp.Map(x, y + 0.5), warp.Map(x, y - 0.5));
        var (xx, yx, xy, yy) = (a.X - b.X, a.Y - b.Y, c.X - d.X, c.Y - d.Y);
        var determinant = (xx * yy) - (xy * yx);
        for (var i = 0; i < Steps; i++)
        {
            var (mapX, mapY) = warp.Map(x, y);
            var (restX, restY) = (movingX - mapX, movingY - mapY);
            x += ((yy * restX) - (xy * restY)) / determinant;
            y += ((xx * restY) - (yx * restX)) / determinant;
        }

        return (x, y);
    }

    /// <summary>The part of the moving frame that lies on the reference, 0 to 1.</summary>
    public static double Overlap(Warp warp)
    {
        const int side = 40;
        var inside = 0;
        for (var i = 0; i < side * side; i++)
        {
            var (x, y) = Inverse(warp, ((i % side) + 0.5) / side * (warp.MovingWidth - 1), ((i / side) + 0.5) / side * (warp.MovingHeight - 1));
            if (x >= -0.5 && y >= -0.5 && x <= warp.ReferenceWidth - 0.5 && y <= warp.ReferenceHeight - 0.5)
                inside++;
        }

        return inside / (double)(side * side);
    }

    /// <summary>The largest rectangle about the common centre whose pixels, from edge to edge, all lie in the moving image, some pixels off its border.</summary>
    /// <param name="warp">The warp.</param>
    /// <param name="margin">How far off the moving image's border, in its pixels.</param>
    /// <param name="step">The rectangle's sides are multiples of it.</param>
    /// <returns>The rectangle; without width if there is none.</returns>
    public static Area Shared(Warp warp, double margin, int step = 1)
    {
        var corners = new[] { (0.0, 0.0), (1, 0), (0, 1), (1, 1) }.Select(at => Inverse(warp, at.Item1 * (warp.MovingWidth - 1), at.Item2 * (warp.MovingHeight - 1))).ToList();

        // A warp that fits nothing has no inverse either: the whole reference is then where to begin.
        var isSane = corners.TrueForAll(corner => double.IsFinite(corner.X) && double.IsFinite(corner.Y));
        var left = isSane ? Place(corners.Min(corner => corner.X), warp.ReferenceWidth) : 0;
        var top = isSane ? Place(corners.Min(corner => corner.Y), warp.ReferenceHeight) : 0;
        var right = isSane ? Place(corners.Max(corner => corner.X) + 2, warp.ReferenceWidth) : warp.ReferenceWidth;
        var bottom = isSane ? Place(corners.Max(corner => corner.Y) + 2, warp.ReferenceHeight) : warp.ReferenceHeight;
        var isDone = false;
        while (!isDone && right - left > 1 && bottom - top > 1)
        {
            var (l, t, r, b) = (left - 0.5, top - 0.5, right - 0.5, bottom - 0.5);
            var (offLeft, offRight) = (!IsInside(l, t, l, b), !IsInside(r, t, r, b));
            var (offTop, offBottom) = (!IsInside(l, t, r, t), !IsInside(l, b, r, b));
            (left, right) = (left + (offLeft ? 1 : 0), right - (offRight ? 1 : 0));
            (top, bottom) = (top + (offTop ? 1 : 0), bottom - (offBottom ? 1 : 0));
            isDone = !(offLeft || offRight || offTop || offBottom);
        }

        return isDone ? new Area(left, top, (right - left) / step * step, (bottom - top) / step * step, step) : new Area(0, 0, 0, 0, step);

        static int Place(double value, int length) => (int)Math.Clamp(Math.Floor(value), 0, length);

        bool IsInside(double x0, double y0, double x1, double y1)
        {
            for (var i = 0; i <= SideSamples; i++)
            {
                var part = i / (double)SideSamples;
                var (x, y) = warp.Map(x0 + (part * (x1 - x0)), y0 + (part * (y1 - y0)));
                if (!(x >= margin && y >= margin && x <= warp.MovingWidth - 1 - margin && y <= warp.MovingHeight - 1 - margin))
                    return false;
            }

            return true;
        }
    }
}
