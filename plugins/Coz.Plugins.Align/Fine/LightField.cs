using Coz.Contracts.Devices;

namespace Coz.Plugins.Align;

/// <summary>
/// Takes the warped image to the light of the reference: light fall-off and exposure differ, smoothly. Once that is done, a tile needs no slope of
/// its own, which in soft pictures cannot be told from a shift.
/// </summary>
internal static class LightField
{
    private const int Order = 4;
    private const int BlocksAcross = 24;
    private const int Lattice = 16;
    private const float Clipped = 246;
    private const float Dark = 6;

    // Light times a factor is, behind sRGB's curve, (level + this) times a power of the factor.
    private const float Toe = 255 * 0.055f;
    private static readonly int Terms = SmoothField.CountOf(Order);

    /// <summary>Multiplies the light of the warped image by a smooth field.</summary>
    public static void Match(Plane reference, WarpedPlanes planes)
    {
        var warped = planes.Levels;
        var side = Math.Max(6, warped.Width / BlocksAcross);
        var blocks = new List<(double U, double V, double Ratio)>();
        for (var top = 0; top + side <= warped.Height; top += side)
        {
            for (var left = 0; left + side <= warped.Width; left += side)
            {
                if (Ratio(reference, warped, left, top, side) is { } ratio)
                    blocks.Add((U(left + (side / 2.0), warped), V(top + (side / 2.0), warped), ratio));
            }
        }

        if (blocks.Count < 3 * Terms || Fit(blocks) is not { } field)
            return;
        Apply(warped, field);
        Apply(planes.Softer, field);
    }

    private static double U(double x, Plane plane) => (2 * x / plane.Width) - 1;

    private static double V(double y, Plane plane) => (2 * y / plane.Height) - 1;

    private static double? Ratio(Plane reference, Plane warped, int left, int top, int side)
    {
        var (wide, longer, count) = (0.0, 0.0, 0);
        for (var y = top; y < top + side; y++)
        {
            var (a, b) = (y * warped.Width, 0);
            for (var x = left; x < left + side; x++)
            {
                var (r, m) = (reference.Values[a + x], warped.Values[a + x]);
                if (!(r < Clipped && m < Clipped && r > Dark && m > Dark))
                    continue;
                (wide, longer, b) = (wide + r + Toe, longer + m + Toe, b + 1);
            }

            count += b;
        }

        return count >= 0.8 * side * side ? wide / longer : null;
    }

    private static double[]? Fit(List<(double U, double V, double Ratio)> blocks)
    {
        var weights = Enumerable.Repeat(1.0, blocks.Count).ToArray();
        double[]? solution = null;
        var row = new double[Terms];
        for (var round = 0; round < 5; round++)
        {
            var (normal, right) = (new double[Terms, Terms], new double[Terms]);
            for (var b = 0; b < blocks.Count; b++)
            {
                SmoothField.Monomials(blocks[b].U, blocks[b].V, row);
                LinearSystem.Add(normal, right, row, blocks[b].Ratio, weights[b]);
            }

            if (LinearSystem.Solve(normal, right, 1e-9) is not { } next)
                return solution;
            solution = next;
            var rests = blocks.Select(block => Math.Abs(block.Ratio - Value(solution, block.U, block.V, row))).ToArray();
            var limit = Math.Max(1e-4, 2 * FineResult.Percentile(rests, 0.5));
            weights = [.. rests.Select(rest => Math.Min(1, limit / Math.Max(1e-9, rest)))];
        }

        return solution;
    }

    private static double Value(double[] field, double u, double v, double[] row)
    {
        SmoothField.Monomials(u, v, row);
        var value = 0.0;
        for (var i = 0; i < Terms; i++)
            value += field[i] * row[i];
        return value;
    }

    private static void Apply(Plane warped, double[] field)
    {
        var columns = (warped.Width / Lattice) + 2;
        Parallel.For(0, warped.Height, () => (Line: new float[columns], Row: new double[Terms]), (y, _, buffers) =>
        {
            for (var i = 0; i < columns; i++)
                buffers.Line[i] = (float)Value(field, U((i * Lattice) + 0.5, warped), V(y + 0.5, warped), buffers.Row);
            var target = warped.Row(y);
            for (var x = 0; x < target.Length; x++)
            {
                var (cell, t) = (x / Lattice, (float)(x % Lattice) / Lattice);
                target[x] = ((target[x] + Toe) * (buffers.Line[cell] + (t * (buffers.Line[cell + 1] - buffers.Line[cell])))) - Toe;
            }

            return buffers;
        }, _ => { });
    }
}
