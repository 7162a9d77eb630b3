using Coz.Contracts.Devices;

namespace Coz.Plugins.Align;

/// <summary>
/// Fits a smooth field to the displacements of tiles: a polynomial of second order in each direction, which also turns the similarity
/// to where it belongs, and what two radial distortions in a row leave. (The centre of the cubic radial term needs no place of its own: moving it
/// adds terms of second order only.) Robust: tiles far off the rest lose their weight. What lenses and tripods cannot do is held small, so that a
/// soft picture does not bend where it has no tile to say otherwise.
/// </summary>
/// <param name="width">The reference's width.</param>
/// <param name="height">The reference's height.</param>
internal sealed class FieldFit(int width, int height)
{
    private const int Order = 2;
    private const int Rounds = 12;

    // Neighbouring tiles share their pixels: what looks like two measures is one.
    private const double Overlap = 2;

    // In reference pixels: even the best tile is not better than that.
    private const double Floor = 0.01;

    // Radial terms beyond the first bend the corner of the shared area by a few thousandths of its distance.
    private const double HigherOrder = 0.003;

    // Pixels are square and lenses are round. With z = u + iv: what holds conj(z) or conj(z)^2, a scale or a bend that depends on the direction, is nothing that a rig does.
    private const double Skew = 5e-5;

    // z^2 and z conj(z) are what a small turn and a centre of distortion that is a little off do, in either frame: over the width, at one width's distance.
    private const double WideBend = 3e-4;
    private const double LongBend = 1.2e-4;
    private static readonly int Monomials = SmoothField.CountOf(Order);
    private readonly double _radius = 0.5 * Math.Sqrt(((double)width * width) + ((double)height * height));

    /// <summary>A tile with the displacement that it asks for.</summary>
    public readonly record struct Target(double X, double Y, double Dx, double Dy, double Xx, double Xy, double Yy);

    /// <summary>Fits the field.</summary>
    /// <param name="targets">The tiles.</param>
    /// <param name="radialTerms">How many radial coefficients.</param>
    /// <param name="reach">How far the shared area reaches from the reference's centre, in half diagonals.</param>
    /// <param name="scale">The scale of the pair.</param>
    /// <returns>The field with its uncertainty; null if the tiles do not determine it.</returns>
    public FittedField? Fit(IReadOnlyList<Target> targets, int radialTerms, double reach, double scale)
    {
        var weights = Enumerable.Repeat(1.0, targets.Count).ToArray();
        var (solution, inverse, typical) = (Array.Empty<double>(), new double[0, 0], 1.0);
        for (var round = 0; round < Rounds; round++)
        {
            if (Solve(targets, weights, Prior(radialTerms, reach, scale, Overlap * typical * typical)) is not { } next)
                return null;
            (solution, inverse) = next;
            var distances = targets.Select(target => Distance(target, solution, radialTerms)).ToArray();
            typical = Math.Max(1, Median(distances) / 1.18);

            // Huber's weights first, then Tukey's, which let go of tiles that are certainly off.
            for (var i = 0; i < weights.Length; i++)
                weights[i] = round < Rounds / 2 ? Math.Min(1, 1.5 * typical / Math.Max(1e-9, distances[i])) : Tukey(distances[i] / (5 * typical));
        }

        return new FittedField(new SmoothField(solution[..Monomials], solution[Monomials..(2 * Monomials)], solution[(2 * Monomials)..]), (x, y) => typical * Deviation(inverse, x, y, radialTerms));
    }

    private static double Tukey(double relative) => relative >= 1 ? 0 : (1 - (relative * relative)) * (1 - (relative * relative));

    private static double Median(double[] values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    // What is known before any tile, as a normal matrix; tiles count for more than they tell, so it is scaled alike.
    private double[,] Prior(int radialTerms, double reach, double scale, double weight)
    {
        var prior = new double[(2 * Monomials) + radialTerms, (2 * Monomials) + radialTerms];
        var (x, y, skew, bend) = (0, Monomials, Skew * _radius, (WideBend + (LongBend * scale)) * _radius * _radius / width);

        // Real and imaginary part of the coefficients of conj(z), conj(z)^2, z^2 and z conj(z), from those of u, v, u^2, uv and v^2.
        Hold(skew, (x + 1, 0.5), (y + 2, -0.5));
        Hold(skew, (y + 1, 0.5), (x + 2, 0.5));
        Hold(skew, (x + 3, 0.25), (x + 5, -0.25), (y + 4, -0.25));
        Hold(skew, (y + 3, 0.25), (y + 5, -0.25), (x + 4, 0.25));
        Hold(bend, (x + 3, 0.25), (x + 5, -0.25), (y + 4, 0.25));
        Hold(bend, (y + 3, 0.25), (y + 5, -0.25), (x + 4, -0.25));
        Hold(bend, (x + 3, 0.5), (x + 5, 0.5));
        Hold(bend, (y + 3, 0.5), (y + 5, 0.5));
        for (var k = 1; k < radialTerms; k++)
        {
            var corner = Math.Pow(reach, (2 * k) + 2) / HigherOrder;
            prior[(2 * Monomials) + k, (2 * Monomials) + k] += weight * corner * corner;
        }

        return prior;

        void Hold(double deviation, params ReadOnlySpan<(int At, double Part)> terms)
        {
            foreach (var (i, a) in terms)
            {
                foreach (var (j, b) in terms)
                    prior[i, j] += weight * a * b / (deviation * deviation);
            }
        }
    }

    private (double[] Solution, double[,] Inverse)? Solve(IReadOnlyList<Target> targets, double[] weights, double[,] prior)
    {
        var radialTerms = prior.GetLength(0) - (2 * Monomials);
        var unknowns = (2 * Monomials) + radialTerms;
        if (2 * targets.Count < unknowns + 6)
            return null;
        var (normal, right) = ((double[,])prior.Clone(), new double[unknowns]);
        var (alongX, alongY) = (new double[unknowns], new double[unknowns]);
        for (var t = 0; t < targets.Count; t++)
        {
            var target = targets[t];
            Rows(target.X, target.Y, alongX, alongY, radialTerms);
            var (a, b, d) = Information(target);
            for (var i = 0; i < unknowns; i++)
            {
                var (x, y) = (weights[t] * ((a * alongX[i]) + (b * alongY[i])), weights[t] * ((b * alongX[i]) + (d * alongY[i])));
                right[i] += (x * target.Dx) + (y * target.Dy);
                for (var j = 0; j < unknowns; j++)
                    normal[i, j] += (x * alongX[j]) + (y * alongY[j]);
            }
        }

        // A touch of a ridge, against terms that a small area cannot tell apart.
        for (var i = 0; i < unknowns; i++)
            normal[i, i] *= 1 + 1e-9;
        return LinearSystem.Inverse(normal, 1e-13) is { } inverse ? (LinearSystem.Product(inverse, right), inverse) : null;
    }

    private double Deviation(double[,] inverse, double x, double y, int radialTerms)
    {
        var (alongX, alongY) = (new double[inverse.GetLength(0)], new double[inverse.GetLength(0)]);
        Rows(x, y, alongX, alongY, radialTerms);
        var (byX, byY) = (LinearSystem.Product(inverse, alongX), LinearSystem.Product(inverse, alongY));
        var variance = 0.0;
        for (var i = 0; i < byX.Length; i++)
            variance += (byX[i] * alongX[i]) + (byY[i] * alongY[i]);
        return Math.Sqrt(Overlap * variance);
    }

    private void Rows(double x, double y, double[] alongX, double[] alongY, int radialTerms)
    {
        Array.Clear(alongX);
        Array.Clear(alongY);
        var (u, v) = ((x - ((width - 1) / 2.0)) / _radius, (y - ((height - 1) / 2.0)) / _radius);
        SmoothField.Monomials(u, v, alongX.AsSpan(0, Monomials));
        SmoothField.Monomials(u, v, alongY.AsSpan(Monomials, Monomials));
        var (square, power) = ((u * u) + (v * v), 1.0);
        for (var k = 0; k < radialTerms; k++)
        {
            power *= square;
            (alongX[(2 * Monomials) + k], alongY[(2 * Monomials) + k]) = (_radius * u * power, _radius * v * power);
        }
    }

    private static (double A, double B, double D) Information(Target target)
    {
        var (xx, xy, yy) = (target.Xx + (Floor * Floor), target.Xy, target.Yy + (Floor * Floor));
        var determinant = (xx * yy) - (xy * xy);
        return (yy / determinant, -xy / determinant, xx / determinant);
    }

    private double Distance(Target target, double[] solution, int radialTerms)
    {
        var (alongX, alongY) = (new double[solution.Length], new double[solution.Length]);
        Rows(target.X, target.Y, alongX, alongY, radialTerms);
        var (dx, dy) = (target.Dx, target.Dy);
        for (var i = 0; i < solution.Length; i++)
        {
            dx -= solution[i] * alongX[i];
            dy -= solution[i] * alongY[i];
        }

        var (a, b, d) = Information(target);
        return Math.Sqrt(Math.Max(0, (a * dx * dx) + (2 * b * dx * dy) + (d * dy * dy)));
    }
}
