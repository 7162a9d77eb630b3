using System.Numerics;
using Coz.Contracts.Models;
using FsCheck;
using FsCheck.Fluent;

namespace Coz.Tests.Contracts.Models.Queries;

public sealed class RationalTests
{
    [Test]
    public void Arithmetic_is_exact_and_in_lowest_terms() => Prop.ForAll<Tuple<int, int, int, int>>(numbers =>
    {
        var (a, b, c, d) = numbers;
        var (x, y) = (Fraction(a, b), Fraction(c, d));
        return Holds(x + y, ((BigInteger)a * Denominator(d)) + ((BigInteger)c * Denominator(b)), (BigInteger)Denominator(b) * Denominator(d))
            && Holds(x * y, (BigInteger)a * c, (BigInteger)Denominator(b) * Denominator(d))
            && x - y + y == x
            && (c == 0 || x / y * y == x);
    }).QuickCheckThrowOnFailure();

    [Test]
    public void Order_is_that_of_the_numbers() => Prop.ForAll<Tuple<int, int, int, int>>(numbers =>
    {
        var (a, b, c, d) = numbers;
        return Fraction(a, b) < Fraction(c, d) == ((double)a / Denominator(b) < (double)c / Denominator(d));
    }).QuickCheckThrowOnFailure();

    [Test]
    public void An_approximation_is_within_half_a_step_of_its_largest_denominator() => Prop.ForAll<int, int, int>((numerator, divisor, largest) =>
    {
        var value = numerator / (Math.Abs((double)divisor) + Math.PI);
        var bound = (Math.Abs(largest) % 100_000) + 1;
        var fraction = Rational.Approximate(value, bound);
        return fraction.Denominator <= bound && Math.Abs(fraction.ToDouble() - value) <= (0.5 / bound) + 1e-12;
    }).QuickCheckThrowOnFailure();

    [Test]
    public void A_fraction_that_fits_is_found_again_from_its_double() => Prop.ForAll<int, int>((a, b) =>
    {
        var fraction = new Rational(a % 10_000, (Math.Abs(b) % 10_000) + 1);
        return Rational.Approximate(fraction.ToDouble()) == fraction;
    }).QuickCheckThrowOnFailure();

    [TestCase(2.7, 27, 10)]
    [TestCase(3.7, 37, 10)]
    [TestCase(-0.125, -1, 8)]
    [TestCase(4, 4, 1)]
    public void Decimal_scales_are_what_they_say(double value, int numerator, int denominator) =>
        Assert.That(Rational.Approximate(value), Is.EqualTo(new Rational(numerator, denominator)));

    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    [TestCase(1e9)]
    public void What_is_no_sensible_number_is_refused(double value) =>
        Assert.That(() => Rational.Approximate(value), Throws.InstanceOf<ArgumentOutOfRangeException>());

    private static int Denominator(int value) => value == 0 ? 1 : Math.Abs(value);

    private static Rational Fraction(int numerator, int denominator) => new(numerator, Denominator(denominator));

    private static bool Holds(Rational actual, BigInteger numerator, BigInteger denominator) =>
        actual.Numerator * denominator == actual.Denominator * numerator
        && actual.Denominator > 0
        && BigInteger.GreatestCommonDivisor(actual.Numerator, actual.Denominator) == 1;
}
