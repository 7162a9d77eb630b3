using System.Globalization;
using System.Numerics;

namespace Coz.Contracts.Models;

/// <summary>
/// An exact fraction in lowest terms with a positive denominator. Grids are made of them, so that the sub-pixel phases of a
/// scale such as 2.7 repeat exactly and a tile's coordinates are those of the whole.
/// </summary>
public readonly record struct Rational : IComparable<Rational>
{
    private readonly long _denominator;

    /// <summary>Makes a fraction.</summary>
    /// <param name="numerator">Any number.</param>
    /// <param name="denominator">Any number but 0.</param>
    /// <exception cref="DivideByZeroException">The denominator is 0.</exception>
    /// <exception cref="OverflowException">The reduced fraction does not fit 64 bits.</exception>
    public Rational(long numerator, long denominator = 1)
        : this((BigInteger)numerator, denominator)
    {
    }

    private Rational(BigInteger numerator, BigInteger denominator)
    {
        if (denominator.IsZero)
            throw new DivideByZeroException("A rational's denominator cannot be 0.");
        var divisor = BigInteger.GreatestCommonDivisor(numerator, denominator) * denominator.Sign;
        Numerator = (long)(numerator / divisor);
        _denominator = (long)(denominator / divisor);
    }

    /// <summary>The numerator, in lowest terms.</summary>
    public long Numerator { get; }

    /// <summary>The denominator: positive, in lowest terms.</summary>
    public long Denominator => _denominator == 0 ? 1 : _denominator;

    /// <summary>The nearest fraction with a bounded denominator, by continued fractions.</summary>
    /// <param name="value">A finite number of magnitude under 1e9.</param>
    /// <param name="maxDenominator">The largest denominator, at least 1. The error is at most 1 / (2 * maxDenominator).</param>
    /// <returns>The fraction.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The value is not finite or too large.</exception>
    public static Rational Approximate(double value, int maxDenominator = 1_000_000)
    {
        if (!double.IsFinite(value) || Math.Abs(value) >= 1e9)
            throw new ArgumentOutOfRangeException(nameof(value), value, "A finite number of magnitude under 1e9 is expected.");
        ArgumentOutOfRangeException.ThrowIfLessThan(maxDenominator, 1);
        var (p0, q0, p1, q1) = (0L, 1L, 1L, 0L);
        var rest = value;
        while (true)
        {
            var whole = (long)Math.Floor(rest);
            var (p2, q2) = ((whole * p1) + p0, (whole * q1) + q0);
            if (q2 > maxDenominator)
                return Nearer(value, new Rational(p1, q1), Semiconvergent(p0, q0, p1, q1, maxDenominator));
            (p0, q0, p1, q1) = (p1, q1, p2, q2);
            if (rest - whole < 1e-12 || (double)p1 / q1 == value)
                return new Rational(p1, q1);
            rest = 1 / (rest - whole);
        }
    }

    /// <summary>Adds.</summary>
    public static Rational operator +(Rational a, Rational b) =>
        new(((BigInteger)a.Numerator * b.Denominator) + ((BigInteger)b.Numerator * a.Denominator), (BigInteger)a.Denominator * b.Denominator);

    /// <summary>Subtracts.</summary>
    public static Rational operator -(Rational a, Rational b) => a + new Rational(-b.Numerator, b.Denominator);

    /// <summary>Multiplies.</summary>
    public static Rational operator *(Rational a, Rational b) =>
        new((BigInteger)a.Numerator * b.Numerator, (BigInteger)a.Denominator * b.Denominator);

    /// <summary>Divides.</summary>
    /// <exception cref="DivideByZeroException">The divisor is 0.</exception>
    public static Rational operator /(Rational a, Rational b) =>
        new((BigInteger)a.Numerator * b.Denominator, (BigInteger)a.Denominator * b.Numerator);

    /// <summary>Compares.</summary>
    public static bool operator <(Rational a, Rational b) => a.CompareTo(b) < 0;

    /// <summary>Compares.</summary>
    public static bool operator >(Rational a, Rational b) => a.CompareTo(b) > 0;

    /// <summary>Compares.</summary>
    public static bool operator <=(Rational a, Rational b) => a.CompareTo(b) <= 0;

    /// <summary>Compares.</summary>
    public static bool operator >=(Rational a, Rational b) => a.CompareTo(b) >= 0;

    /// <summary>A whole number is a fraction.</summary>
    public static implicit operator Rational(long value) => new(value);

    /// <summary>The largest whole number that is not above this one, exactly.</summary>
    /// <returns>The number.</returns>
    public long Floor() => Numerator / Denominator - (Numerator < 0 && Numerator % Denominator != 0 ? 1 : 0);

    /// <summary>The nearest double.</summary>
    /// <returns>The value.</returns>
    public double ToDouble() => (double)Numerator / Denominator;

    /// <inheritdoc/>
    public int CompareTo(Rational other) =>
        ((BigInteger)Numerator * other.Denominator).CompareTo((BigInteger)other.Numerator * Denominator);

    /// <inheritdoc/>
    public bool Equals(Rational other) => Numerator == other.Numerator && Denominator == other.Denominator;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Numerator, Denominator);

    /// <inheritdoc/>
    public override string ToString() => Denominator == 1
        ? Numerator.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{Numerator}/{Denominator}");

    private static Rational Semiconvergent(long p0, long q0, long p1, long q1, int maxDenominator)
    {
        if (q1 == 0)
            return new Rational(p1, 1);
        var steps = (maxDenominator - q0) / q1;
        return new Rational((steps * p1) + p0, (steps * q1) + q0);
    }

    private static Rational Nearer(double value, Rational a, Rational b) =>
        Math.Abs(a.ToDouble() - value) <= Math.Abs(b.ToDouble() - value) ? a : b;
}
