namespace Coz.Toolkit.Kernels;

/// <summary>The weights of a local ensemble, as <see cref="Neighbours.AreaWeights"/> has them.</summary>
public static class AreaWeights
{
    private const float LeastArea = 1e-9f;

    /// <summary>Computes the weights of the cells around one query.</summary>
    /// <param name="rows">Where the query lies, seen from each row of cells.</param>
    /// <param name="columns">Where it lies, seen from each column of cells.</param>
    /// <param name="weights">One for each cell, rows outer: they sum to 1.</param>
    public static void Of(ReadOnlySpan<float> rows, ReadOnlySpan<float> columns, Span<float> weights)
    {
        var sum = 0f;
        var opposite = rows.Length * columns.Length;
        foreach (var row in rows)
        {
            foreach (var column in columns)
                sum += weights[--opposite] = Math.Abs(row * column) + LeastArea;
        }

        for (var i = 0; i < weights.Length; i++)
            weights[i] /= sum;
    }
}
