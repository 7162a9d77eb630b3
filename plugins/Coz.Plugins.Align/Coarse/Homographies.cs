namespace Coz.Plugins.Align;

/// <summary>Arithmetic of 3 x 3 matrices, row by row.</summary>
internal static class Homographies
{
    public static double[] Product(double[] a, double[] b)
    {
        var product = new double[9];
        for (var i = 0; i < 9; i++)
            product[i] = (a[i / 3 * 3] * b[i % 3]) + (a[(i / 3 * 3) + 1] * b[3 + (i % 3)]) + (a[(i / 3 * 3) + 2] * b[6 + (i % 3)]);
        return [.. product.Select(value => value / product[8])];
    }

    public static (double X, double Y) Apply(double[] h, double x, double y)
    {
        var w = (h[6] * x) + (h[7] * y) + h[8];
        return (((h[0] * x) + (h[1] * y) + h[2]) / w, ((h[3] * x) + (h[4] * y) + h[5]) / w);
    }
}
