using Coz.Contracts.Devices;

namespace Coz.Plugins.SimulatedRig;

/// <summary>
/// The optics of the simulated zoom lens at a position of its ring. Smooth functions of the ring, but for the recoil of a step, which
/// is a function of where the ring came to rest.
/// </summary>
/// <param name="options">The lens.</param>
/// <param name="seed">Its individual.</param>
internal sealed class LensOptics(SimulatedLensOptions options, long seed)
{
    private const double FullTurn = Math.PI / 180;

    /// <summary>The focal length at a ring angle, in mm: log-like, as zoom rings are, with a bend of this individual.</summary>
    public double FocalAt(double ring)
    {
        var t = Math.Clamp(ring / options.Travel, 0, 1);
        var bent = t + (options.RingBend * Chance.Signed(seed, 1) * Math.Sin(Math.Tau * t) / Math.Tau);
        return options.FocalFrom * Math.Pow(options.FocalTo / options.FocalFrom, bent);
    }

    /// <summary>The table that a maker would print: the plain law, without the bend of this individual.</summary>
    public FocalTable PrintedTable() => new(new[] { 0.0, 0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875, 1 }
        .Select(t => new FocalPoint(t * options.Travel, options.FocalFrom * Math.Pow(options.FocalTo / options.FocalFrom, t))));

    /// <summary>What each pixel of a frame looks at.</summary>
    public FrameGeometry GeometryAt(double ring, int width, int height, double extraBreathing)
    {
        var focal = FocalAt(ring);
        var t = ring / options.Travel;
        var rest = (long)Math.Round(ring * 1000);
        var pixel = width / SensorFormat.Width;
        var breathing = 1 + (options.Breathing / 100 * Chance.Smooth(3 * t, seed, 2)) + extraBreathing;
        var distortion = (options.DistortionWide + ((options.DistortionTele - options.DistortionWide) * Zoomed(focal))) / 100;
        var bend = -distortion / (1 + distortion);
        var recoil = options.Shift * SensorFormat.Pitch / focal;
        return new FrameGeometry(
            width,
            height,
            focal * breathing * pixel,
            ((width - 1) / 2.0) + (options.Wander * SensorFormat.Pitch * pixel * Chance.Smooth(2 * t, seed, 3)),
            ((height - 1) / 2.0) + (options.Wander * SensorFormat.Pitch * pixel * Chance.Smooth(2 * t, seed, 4)),
            0.85 * bend,
            0.15 * bend,
            recoil * Chance.Signed(seed, 5, rest),
            recoil * Chance.Signed(seed, 6, rest),
            options.Rotation * FullTurn * Chance.Signed(seed, 7, rest));
    }

    /// <summary>The fall-off in the corners, in EV.</summary>
    public double VignettingAt(double ring, double aperture)
    {
        var atF8 = options.VignettingWide + ((options.VignettingTele - options.VignettingWide) * Zoomed(FocalAt(ring)));
        return atF8 * Math.Sqrt(8 / aperture);
    }

    /// <summary>Defocus in the centre and in the corners: the sigma of a Gaussian, in mm on the sensor.</summary>
    public (double Centre, double Corner) DefocusAt(double ring)
    {
        var t = 4 * ring / options.Travel;
        return (
            options.DefocusCentre * SensorFormat.Pitch * (0.6 + (0.4 * Chance.Smooth(t, seed, 8))),
            options.DefocusCorner * SensorFormat.Pitch * (0.75 + (0.25 * Chance.Smooth(t, seed, 9))));
    }

    // 0 at the wide end, 1 at the long one, by the logarithm.
    private double Zoomed(double focal) => Math.Log(focal / options.FocalFrom) / Math.Log(options.FocalTo / options.FocalFrom);
}
