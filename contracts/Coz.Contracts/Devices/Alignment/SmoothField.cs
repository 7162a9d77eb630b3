namespace Coz.Contracts.Devices;

/// <summary>
/// A smooth field of small displacements over the reference image: a polynomial of low order, and a radial part about a centre. In
/// normalised coordinates u = (x - (W - 1) / 2) / R, v = (y - (H - 1) / 2) / R with R half the diagonal, a displacement in reference
/// pixels is (sum of X[k] m[k], sum of Y[k] m[k]) + R (u - u0, v - v0) (K[0] r^2 + K[1] r^4 + ...), where r^2 = (u - u0)^2 + (v - v0)^2 and the
/// monomials m are 1, u, v, u^2, uv, v^2, u^3, u^2 v, ...
/// </summary>
/// <param name="X">Coefficients of the displacement along x, in pixels: (n + 1)(n + 2) / 2 of them for the order n, or none.</param>
/// <param name="Y">Coefficients of the displacement along y; as many.</param>
/// <param name="Radial">The radial coefficients K; none for no radial part.</param>
/// <param name="CentreU">u0.</param>
/// <param name="CentreV">v0.</param>
public sealed record SmoothField(IReadOnlyList<double> X, IReadOnlyList<double> Y, IReadOnlyList<double> Radial, double CentreU = 0, double CentreV = 0)
{
    /// <summary>No displacement.</summary>
    public static SmoothField None { get; } = new([], [], []);

    /// <summary>How many monomials a polynomial of an order has.</summary>
    /// <param name="order">The order, at least 0.</param>
    /// <returns>The number.</returns>
    public static int CountOf(int order) => (order + 1) * (order + 2) / 2;

    /// <summary>Writes the monomials at a point.</summary>
    /// <param name="u">The point.</param>
    /// <param name="v">The point.</param>
    /// <param name="monomials">Gets as many as fit, in the order of the coefficients.</param>
    public static void Monomials(double u, double v, Span<double> monomials)
    {
        var at = 0;
        for (var degree = 0; at < monomials.Length; degree++)
        {
            for (var j = 0; j <= degree && at < monomials.Length; j++)
                monomials[at++] = Power(u, degree - j) * Power(v, j);
        }
    }

    private static double Power(double value, int exponent)
    {
        var power = 1.0;
        for (var i = 0; i < exponent; i++)
            power *= value;
        return power;
    }
}
