using Coz.Contracts.Devices;

namespace Coz.Plugins.Align;

/// <summary>
/// Fits a smooth field to the displacements of tiles: a polynomial of second order in each direction, which also turns the homography
/// to where it belongs, and what two radial distortions in a row leave. (The centre of the cubic radial term needs no place of its own: moving it
/// adds terms of second order only.) Robust: tiles far off the rest lose their weight.
/// </summary>
/// <param name="width">The reference's width.</param>
/// <param name="height">The reference's height.</param>
internal sealed class FieldFit(int width, int height)
{
    private const int Order = 2;
    private const int Rounds = 12;

    // In reference pixels: even the best tile is not better than that.
    private const double Floor = 0.01;
    private static readonly int Monomials = SmoothField.CountOf(Order);
    private readonly double _radius = 0.5 * Math.Sqrt(((double)width * width) + ((double)height * height));

    /// <summary>A tile with the displacement that it asks for.</summary>
    public readonly record struct Target(double X, double Y, double Dx, double Dy, double Xx, double Xy, double Yy);

    /// <summary>Fits the field.</summary>
    /// <param name="targets">The tiles.</param>
    /// <param name="radialTerms">How many radial coefficients.</param>
    /// <param name="isRobust">Whether tiles far off lose their weight.</param>
    /// <returns>The field; null if the tiles do not determine it.</returns>
    public SmoothField? Fit(IReadOnlyList<Target> targets, int radialTerms, bool isRobust = true)
    {
        var weights = Enumerable.Repeat(1.0, targets.Count).ToArray();
        double[]? solution = null;
        for (var round = 0; round < (isRobust ? Rounds : 1); round++)
        {
            solution = Solve(targets, weights, radialTerms);
            if (solution is null)
                return null;
            var distances = targets.Select(target => Distance(target, solution, radialTerms)).ToArray();
            var typical = Math.Max(1, Median(distances) / 1.18);

            // Huber's weights first, then Tukey's, which let go of tiles that are certainly off.
            for (var i = 0; i < weights.Length; i++)
                weights[i] = round < Rounds / 2 ? Math.Min(1, 1.5 * typical / Math.Max(1e-9, distances[i])) : Tukey(distances[i] / (5 * typical));
        }

        return new SmoothField(solution![..Monomials], solution[Monomials..(2 * Monomials)], solution[(2 * Monomials)..]);
    }

    private static double Tukey(double relative) => relative >= 1 ? 0 : (1 - (relative * relative)) * (1 - (relative * relative));

    private static double Median(double[] values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    private double[]? Solve(IReadOnlyList<Target> targets, double[] weights, int radialTerms)
    {
        var unknowns = (2 * Monomials) + radialTerms;
        if (2 * targets.Count < unknowns + 6)
            return null;
        var (normal, right) = (new double[unknowns, unknowns], new double[unknowns]);
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

        // A touch of a ridge, against radial terms that a small area cannot tell apart.
        for (var i = 0; i < unknowns; i++)
            normal[i, i] *= 1 + 1e-9;
        if (LinearSystem.Inverse(normal, 1e-13) is not { } inverse)
            return null;
        var solution = new double[unknowns];
        for (var i = 0; i < unknowns; i++)
        {
            for (var j = 0; j < unknowns; j++)
                solution[i] += inverse[i, j] * right[j];
        }

        return solution;
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
