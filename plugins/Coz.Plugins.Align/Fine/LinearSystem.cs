namespace Coz.Plugins.Align;

/// <summary>Small systems of linear equations.</summary>
internal static class LinearSystem
{
    /// <summary>The solution of a system whose matrix is symmetric and positive definite; null if it is not.</summary>
    public static double[]? Solve(double[,] matrix, double[] right, double least) => Inverse(matrix, least) is { } inverse ? Product(inverse, right) : null;

    /// <summary>Adds an equation, row * unknowns = value, with a weight, to the normal equations of least squares.</summary>
    public static void Add(double[,] normal, double[] right, double[] row, double value, double weight = 1)
    {
        for (var i = 0; i < row.Length; i++)
        {
            right[i] += weight * row[i] * value;
            for (var j = 0; j < row.Length; j++)
                normal[i, j] += weight * row[i] * row[j];
        }
    }

    /// <summary>A matrix times a vector.</summary>
    public static double[] Product(double[,] matrix, double[] vector)
    {
        var product = new double[matrix.GetLength(0)];
        for (var i = 0; i < product.Length; i++)
        {
            for (var j = 0; j < vector.Length; j++)
                product[i] += matrix[i, j] * vector[j];
        }

        return product;
    }

    /// <summary>The inverse of a symmetric matrix that is positive definite; null if it is not.</summary>
    /// <param name="matrix">The matrix; not changed.</param>
    /// <param name="least">The least pivot against the diagonal of the matrix.</param>
    public static double[,]? Inverse(double[,] matrix, double least)
    {
        var n = matrix.GetLength(0);
        var (work, inverse) = ((double[,])matrix.Clone(), new double[n, n]);
        for (var i = 0; i < n; i++)
            inverse[i, i] = 1;
        for (var i = 0; i < n; i++)
        {
            var pivot = work[i, i];
            if (!(pivot > least * matrix[i, i]) || matrix[i, i] <= 0)
                return null;
            for (var j = 0; j < n; j++)
            {
                work[i, j] /= pivot;
                inverse[i, j] /= pivot;
            }

            for (var k = 0; k < n; k++)
            {
                var factor = work[k, i];
                if (k == i || factor == 0)
                    continue;
                for (var j = 0; j < n; j++)
                {
                    work[k, j] -= factor * work[i, j];
                    inverse[k, j] -= factor * inverse[i, j];
                }
            }
        }

        return inverse;
    }
}
