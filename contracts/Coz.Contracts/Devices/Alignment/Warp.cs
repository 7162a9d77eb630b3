using System.Text.Json;
using System.Text.Json.Nodes;

namespace Coz.Contracts.Devices;

/// <summary>
/// Where each pixel of the reference (LR) image lies in the moving (HR) image: a homography after a smooth field of displacements,
/// p -> H (p + field(p)). Coordinates are pixels, (0, 0) the centre of the top-left one, x to the right, y down.
/// </summary>
public sealed class Warp
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private readonly double[] _h;
    private readonly double[] _x;
    private readonly double[] _y;
    private readonly double[] _radial;
    private readonly double _centreX;
    private readonly double _centreY;
    private readonly double _radius;

    /// <summary>Makes a warp.</summary>
    /// <param name="homography">H, row by row: nine numbers.</param>
    /// <param name="field">The field; null for none.</param>
    /// <param name="referenceWidth">The width of the reference image.</param>
    /// <param name="referenceHeight">The height of the reference image.</param>
    /// <param name="movingWidth">The width of the moving image.</param>
    /// <param name="movingHeight">The height of the moving image.</param>
    /// <exception cref="CozException">The numbers are too few, not finite, or do not belong together.</exception>
    public Warp(IReadOnlyList<double> homography, SmoothField? field, int referenceWidth, int referenceHeight, int movingWidth, int movingHeight)
    {
        Field = field ?? SmoothField.None;
        (_h, _x, _y, _radial) = ([.. homography], [.. Field.X], [.. Field.Y], [.. Field.Radial]);
        if (_h.Length != 9 || _x.Length != _y.Length || referenceWidth < 1 || referenceHeight < 1 || movingWidth < 1 || movingHeight < 1)
            throw new CozException($"A warp needs nine numbers of a homography, as many coefficients along x as along y, and sizes above 0; got {_h.Length}, {_x.Length} and {_y.Length}, {referenceWidth}x{referenceHeight} and {movingWidth}x{movingHeight}.");
        if (_h.Concat(_x).Concat(_y).Concat(_radial).Any(value => !double.IsFinite(value)))
            throw new CozException("A warp has a number that is not finite.");
        (ReferenceWidth, ReferenceHeight, MovingWidth, MovingHeight) = (referenceWidth, referenceHeight, movingWidth, movingHeight);
        _radius = 0.5 * Math.Sqrt(((double)referenceWidth * referenceWidth) + ((double)referenceHeight * referenceHeight));
        (_centreX, _centreY) = ((referenceWidth - 1) / 2.0, (referenceHeight - 1) / 2.0);
    }

    /// <summary>The homography, row by row.</summary>
    public IReadOnlyList<double> Homography => _h;

    /// <summary>The field.</summary>
    public SmoothField Field { get; }

    /// <summary>The width of the reference image.</summary>
    public int ReferenceWidth { get; }

    /// <summary>The height of the reference image.</summary>
    public int ReferenceHeight { get; }

    /// <summary>The width of the moving image.</summary>
    public int MovingWidth { get; }

    /// <summary>The height of the moving image.</summary>
    public int MovingHeight { get; }

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <param name="json">The object.</param>
    /// <returns>The warp.</returns>
    /// <exception cref="CozException">It is none.</exception>
    public static Warp FromJson(JsonNode json)
    {
        try
        {
            var stored = json.Deserialize<Stored>(Json) ?? throw new CozException("A warp is expected, got nothing.");
            return new Warp(stored.Homography, stored.Field, stored.ReferenceWidth, stored.ReferenceHeight, stored.MovingWidth, stored.MovingHeight);
        }
        catch (Exception e) when (e is JsonException or ArgumentNullException or NullReferenceException)
        {
            throw new CozException($"This is no warp: {e.Message.Split(" Path:")[0]}", e);
        }
    }

    /// <summary>Writes the warp, without loss.</summary>
    /// <returns>A new object.</returns>
    public JsonObject ToJson() => JsonSerializer.SerializeToNode(new Stored(_h, Field, ReferenceWidth, ReferenceHeight, MovingWidth, MovingHeight), Json)!.AsObject();

    /// <summary>Where a point of the reference image lies in the moving image.</summary>
    /// <param name="x">Its column.</param>
    /// <param name="y">Its row.</param>
    /// <returns>Column and row in the moving image; they may lie outside it.</returns>
    public (double X, double Y) Map(double x, double y)
    {
        var (dx, dy) = DisplacementAt(x, y);
        return Project(x + dx, y + dy);
    }

    /// <summary>How many moving pixels a reference pixel is there: the square root of the local ratio of areas.</summary>
    /// <param name="x">A column of the reference image.</param>
    /// <param name="y">A row of the reference image.</param>
    /// <returns>The local scale.</returns>
    public double ScaleAt(double x, double y)
    {
        const double step = 0.5;
        var (left, right, above, below) = (Map(x - step, y), Map(x + step, y), Map(x, y - step), Map(x, y + step));
        return Math.Sqrt(Math.Abs(((right.X - left.X) * (below.Y - above.Y)) - ((right.Y - left.Y) * (below.X - above.X))));
    }

    /// <summary>The field alone, in reference pixels.</summary>
    /// <param name="x">A column of the reference image.</param>
    /// <param name="y">A row of the reference image.</param>
    /// <returns>The displacement.</returns>
    public (double X, double Y) DisplacementAt(double x, double y)
    {
        var (u, v) = ((x - _centreX) / _radius, (y - _centreY) / _radius);
        var (dx, dy) = (0.0, 0.0);
        if (_x.Length > 0)
        {
            Span<double> monomials = stackalloc double[_x.Length];
            SmoothField.Monomials(u, v, monomials);
            for (var i = 0; i < _x.Length; i++)
            {
                dx += _x[i] * monomials[i];
                dy += _y[i] * monomials[i];
            }
        }

        if (_radial.Length == 0)
            return (dx, dy);
        var (ru, rv) = (u - Field.CentreU, v - Field.CentreV);
        var square = (ru * ru) + (rv * rv);
        var gain = 0.0;
        for (var i = _radial.Length - 1; i >= 0; i--)
            gain = (gain + _radial[i]) * square;
        return (dx + (_radius * ru * gain), dy + (_radius * rv * gain));
    }

    private (double X, double Y) Project(double x, double y)
    {
        var w = (_h[6] * x) + (_h[7] * y) + _h[8];
        return (((_h[0] * x) + (_h[1] * y) + _h[2]) / w, ((_h[3] * x) + (_h[4] * y) + _h[5]) / w);
    }

    private sealed record Stored(IReadOnlyList<double> Homography, SmoothField? Field, int ReferenceWidth, int ReferenceHeight, int MovingWidth, int MovingHeight);
}
