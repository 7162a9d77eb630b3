namespace Coz.Contracts.Devices;

/// <summary>
/// How a simulated frame sees a scene that lies far away: a pinhole that was turned, with radial distortion. The truth that an
/// aligner is scored against; exact, and in closed form from pixels to the scene.
/// </summary>
/// <remarks>
/// A pixel (x, y) at (dx, dy) = (x - CentreX, y - CentreY) has the ideal place q = (dx, dy) (1 + K1 r^2 + K2 r^4), r^2 = (dx^2 + dy^2) / R^2 with R half
/// the frame's diagonal; it looks along (qx / f, qy / f, 1), turned by Roll about the axis, then by Tilt about x, then by Pan about y. Scene
/// coordinates are the tangents of that direction.
/// </remarks>
/// <param name="Width">The frame's width in pixels.</param>
/// <param name="Height">The frame's height in pixels.</param>
/// <param name="FocalPixels">The focal length in pixels, breathing included.</param>
/// <param name="CentreX">Where the lens's axis meets the sensor, a column.</param>
/// <param name="CentreY">Where the lens's axis meets the sensor, a row.</param>
/// <param name="K1">The first coefficient of the distortion.</param>
/// <param name="K2">The second coefficient of the distortion.</param>
/// <param name="Pan">The turn about the vertical axis, in radians.</param>
/// <param name="Tilt">The turn about the horizontal axis, in radians.</param>
/// <param name="Roll">The turn about the lens's axis, in radians.</param>
public sealed record FrameGeometry(int Width, int Height, double FocalPixels, double CentreX, double CentreY, double K1, double K2, double Pan, double Tilt, double Roll)
{
    private const int Steps = 20;

    private double SquaredRadius => 0.25 * (((double)Width * Width) + ((double)Height * Height));

    /// <summary>What a pixel looks at.</summary>
    /// <param name="x">A column; (0, 0) is the centre of the top-left pixel.</param>
    /// <param name="y">A row.</param>
    /// <returns>The tangents of its direction.</returns>
    public (double U, double V) ToScene(double x, double y)
    {
        var (dx, dy) = (x - CentreX, y - CentreY);
        var square = ((dx * dx) + (dy * dy)) / SquaredRadius;
        var gain = (1 + (square * (K1 + (K2 * square)))) / FocalPixels;
        var (a, b) = (dx * gain, dy * gain);
        var (sinRoll, cosRoll) = Math.SinCos(Roll);
        var (rx, ry) = ((cosRoll * a) - (sinRoll * b), (sinRoll * a) + (cosRoll * b));
        var (sinTilt, cosTilt) = Math.SinCos(Tilt);
        var (ty, tz) = ((cosTilt * ry) + sinTilt, cosTilt - (sinTilt * ry));
        var (sinPan, cosPan) = Math.SinCos(Pan);
        var (px, pz) = ((cosPan * rx) + (sinPan * tz), (cosPan * tz) - (sinPan * rx));
        return (px / pz, ty / pz);
    }

    /// <summary>Which pixel looks at a point of the scene: the inverse of <see cref="ToScene"/>, to better than 1e-9 pixels.</summary>
    /// <param name="u">The tangents of a direction.</param>
    /// <param name="v">The tangents of a direction.</param>
    /// <returns>Column and row; they may lie outside the frame.</returns>
    public (double X, double Y) FromScene(double u, double v)
    {
        var (sinPan, cosPan) = Math.SinCos(Pan);
        var (tx, tz) = ((cosPan * u) - sinPan, (sinPan * u) + cosPan);
        var (sinTilt, cosTilt) = Math.SinCos(Tilt);
        var (ry, rz) = ((cosTilt * v) - (sinTilt * tz), (sinTilt * v) + (cosTilt * tz));
        var (sinRoll, cosRoll) = Math.SinCos(Roll);
        var (rx, s) = (tx / rz, ry / rz);
        var (qx, qy) = (FocalPixels * ((cosRoll * rx) + (sinRoll * s)), FocalPixels * ((cosRoll * s) - (sinRoll * rx)));

        // Newton's method on r (1 + K1 r^2 + K2 r^4) = ideal, along the ray through the centre.
        var ideal = Math.Sqrt(((qx * qx) + (qy * qy)) / SquaredRadius);
        if (ideal == 0)
            return (CentreX, CentreY);
        var r = ideal;
        for (var i = 0; i < Steps; i++)
        {
            var square = r * r;
            var step = ((r * (1 + (square * (K1 + (K2 * square))))) - ideal) / (1 + (square * ((3 * K1) + (5 * K2 * square))));
            r -= step;
            if (Math.Abs(step) < 1e-14)
                break;
        }

        return (CentreX + (qx * r / ideal), CentreY + (qy * r / ideal));
    }

    /// <summary>Where a pixel of this frame lies in another: the true warp.</summary>
    /// <param name="other">The other frame of the same scene.</param>
    /// <param name="x">A column of this frame.</param>
    /// <param name="y">A row of this frame.</param>
    /// <returns>Column and row in the other.</returns>
    public (double X, double Y) Map(FrameGeometry other, double x, double y)
    {
        var (u, v) = ToScene(x, y);
        return other.FromScene(u, v);
    }
}
