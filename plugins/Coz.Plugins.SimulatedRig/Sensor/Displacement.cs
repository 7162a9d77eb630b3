namespace Coz.Plugins.SimulatedRig;

/// <summary>Moves parts of a scene against others, for the faults that an aligner must refuse.</summary>
internal sealed class Displacement
{
    private const float DepthCell = 0.22f;

    // How far a moving patch moves, in widths of the frame.
    private const float Step = 0.012f;
    private readonly FrameSpec _spec;
    private readonly float _footprint;
    private readonly float _cell;

    public Displacement(FrameSpec spec, float footprint)
    {
        (_spec, _footprint) = (spec, footprint);
        _cell = DepthCell * spec.Geometry.Width * 2 * footprint;
        IsOn = spec.Parallax > 0 || spec.MovingPart > 0;

        // Two samples are a pixel, and distortion makes the local scale a little finer than the mean one. Every leaf is looked for this much farther, so more costs minutes.
        Slack = 1.1 * 2 * (spec.Parallax + (spec.MovingPart > 0 ? Step * spec.Geometry.Width : 0));
    }

    public bool IsOn { get; }

    /// <summary>How far it moves anything, in samples of the frame, at most.</summary>
    public double Slack { get; }

    /// <summary>Moves what a band looks at.</summary>
    public void Apply(SceneBand band)
    {
        if (_spec.Parallax > 0)
            Part(band);
        if (_spec.MovingPart > 0)
            Move(band);
    }

    // Near and far stand in patches of about a quarter of the frame, as bushes before a house do; two samples are a pixel.
    private void Part(SceneBand band)
    {
        var shift = (float)_spec.Parallax * 2 * _footprint;
        for (var i = 0; i < band.Rows * band.Columns; i++)
        {
            var near = Noise.At(band.X[i] / _cell, band.Y[i] / _cell, 4711);
            var part = Math.Clamp(0.5f + (near * 4), 0, 1);
            band.X[i] += shift * part;
            band.Y[i] += 0.3f * shift * part;
        }
    }

    private void Move(SceneBand band)
    {
        var side = Math.Sqrt(_spec.MovingPart);
        var (width, height) = (2 * _spec.Geometry.Width, 2 * _spec.Geometry.Height);
        var (left, right) = ((int)(width * (0.5 - (side / 2))), (int)(width * (0.5 + (side / 2))));
        var (top, bottom) = ((int)(height * (0.5 - (side / 2))), (int)(height * (0.5 + (side / 2))));
        var shift = Step * width * _footprint;
        for (var row = 0; row < band.Rows; row++)
        {
            if (band.FirstRow + row < top || band.FirstRow + row > bottom)
                continue;
            for (var column = left; column <= right; column++)
            {
                band.X[(row * band.Columns) + column] -= shift;
                band.Y[(row * band.Columns) + column] += 0.4f * shift;
            }
        }
    }
}
