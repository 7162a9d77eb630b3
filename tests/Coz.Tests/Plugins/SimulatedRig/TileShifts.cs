namespace Coz.Tests.Plugins.SimulatedRig;

/// <summary>Measures by how much two pictures of the same pixels are shifted against each other: least squares on gradients, with gain and bias free.</summary>
internal static class TileShifts
{
    /// <summary>Takes a picture to the grid of another by a warp, each pixel the mean over its area.</summary>
    public static float[,] Resample(float[,] moving, int height, int width, Func<double, double, (double X, double Y)> map)
    {
        const int parts = 4;
        var result = new float[height, width];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var sum = 0.0;
                for (var p = 0; p < parts * parts; p++)
                {
                    var (mx, my) = map(x + ((p % parts) + 0.5) / parts - 0.5, y + ((p / parts) + 0.5) / parts - 0.5);
                    sum += Bilinear(moving, mx, my);
                }

                result[y, x] = (float)(sum / (parts * parts));
            }
        }

        return result;
    }

    /// <summary>The shift of each tile that lies inside; NaN pixels leave a tile out.</summary>
    public static List<(double X, double Y)> Measure(float[,] reference, float[,] resampled, int side)
    {
        var shifts = new List<(double, double)>();
        for (var top = 2; top + side + 2 < reference.GetLength(0); top += side)
        {
            for (var left = 2; left + side + 2 < reference.GetLength(1); left += side)
            {
                if (Solve(reference, resampled, top, left, side) is { } shift)
                    shifts.Add(shift);
            }
        }

        return shifts;
    }

    private static (double X, double Y)? Solve(float[,] reference, float[,] moved, int top, int left, int side)
    {
        var normal = new double[4, 5];
        for (var y = top; y < top + side; y++)
        {
            for (var x = left; x < left + side; x++)
            {
                double[] row = [(moved[y, x + 1] - moved[y, x - 1]) / 2.0, (moved[y + 1, x] - moved[y - 1, x]) / 2.0, moved[y, x], 1];
                if (row.Any(double.IsNaN))
                    return null;
                for (var i = 0; i < 4; i++)
                {
                    for (var j = 0; j < 4; j++)
                        normal[i, j] += row[i] * row[j];
                    normal[i, 4] += row[i] * reference[y, x];
                }
            }
        }

        if (normal[0, 0] < 20 * side * side || normal[1, 1] < 20 * side * side)
            return null;
        for (var i = 0; i < 4; i++)
        {
            for (var k = 0; k < 4; k++)
            {
                if (k == i)
                    continue;
                var factor = normal[k, i] / normal[i, i];
                for (var j = i; j < 5; j++)
                    normal[k, j] -= factor * normal[i, j];
            }
        }

        var gain = normal[2, 4] / normal[2, 2];
        return (normal[0, 4] / normal[0, 0] / gain, normal[1, 4] / normal[1, 1] / gain);
    }

    private static double Bilinear(float[,] image, double x, double y)
    {
        var (column, row) = ((int)Math.Floor(x), (int)Math.Floor(y));
        if (column < 0 || row < 0 || column + 1 >= image.GetLength(1) || row + 1 >= image.GetLength(0))
            return double.NaN;
        var (tx, ty) = (x - column, y - row);
        return ((1 - ty) * (((1 - tx) * image[row, column]) + (tx * image[row, column + 1]))) + (ty * (((1 - tx) * image[row + 1, column]) + (tx * image[row + 1, column + 1])));
    }
}
