namespace Coz.Contracts.Models;

/// <summary>
/// Random numbers that are a function of a few whole numbers, such as (seed, epoch, index), and of nothing else: the same on every
/// machine, whatever was drawn elsewhere before. Not safe for several threads at once.
/// </summary>
/// <remarks>
/// SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, OOPSLA 2014) started at a mix of those numbers. Only
/// <see cref="NextNormal"/> may differ in its last bit between machines, by their logarithm and cosine.
/// </remarks>
public sealed class SampleRandom
{
    private const ulong Golden = 0x9E3779B97F4A7C15;
    private const double ToUnit = 1.0 / (1L << 53);
    private ulong _state;

    /// <summary>Starts a sequence.</summary>
    /// <param name="keys">Any numbers; another number in any place gives an independent sequence.</param>
    public SampleRandom(params ReadOnlySpan<long> keys) => _state = StateOf(keys);

    /// <summary>The start of the sequence of some numbers.</summary>
    /// <param name="keys">Any numbers.</param>
    /// <returns>64 mixed bits.</returns>
    public static ulong StateOf(params ReadOnlySpan<long> keys)
    {
        var state = 0UL;
        for (var i = 0; i < keys.Length; i++)
            state = i == 0 ? Mix((ulong)keys[0]) : Mix(state + (ulong)keys[i]);
        return state;
    }

    /// <summary>The first normal number of a sequence, without making one.</summary>
    /// <param name="state">What <see cref="StateOf"/> gave.</param>
    /// <returns>A number with mean 0 and variance 1 over states.</returns>
    public static double NormalOf(ulong state)
    {
        // Never 0, whose logarithm is infinite.
        var radius = ((Mix(state) >> 11) + 1) * ToUnit;
        var turn = (Mix(state + Golden) >> 11) * ToUnit;
        return Math.Sqrt(-2 * Math.Log(radius)) * Math.Cos(2 * Math.PI * turn);
    }

    /// <summary>A sequence of its own for one purpose, so that what is drawn for one does not move another. This one stays where it is.</summary>
    /// <param name="purpose">Any number.</param>
    /// <returns>The new sequence.</returns>
    public SampleRandom Fork(long purpose) => new((long)_state, purpose);

    /// <summary>The next number in [0, 1).</summary>
    /// <returns>The number, a multiple of 2^-53.</returns>
    public double NextDouble() => (Next() >> 11) * ToUnit;

    /// <summary>The next number in a range.</summary>
    /// <param name="from">Its start.</param>
    /// <param name="to">Its end.</param>
    /// <returns>From <paramref name="from"/> up to, but not including, <paramref name="to"/>.</returns>
    public double NextDouble(double from, double to) => from + ((to - from) * NextDouble());

    /// <summary>The next whole number.</summary>
    /// <param name="below">Its bound, at least 1.</param>
    /// <returns>0 to one less than the bound, equally likely to within 2^-32.</returns>
    public int NextInt(int below)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(below, 1);
        return (int)(((Next() >> 32) * (ulong)below) >> 32);
    }

    /// <summary>The toss of a coin.</summary>
    /// <returns>True or false, equally likely.</returns>
    public bool NextBool() => Next() >> 63 == 1;

    /// <summary>The next normal number.</summary>
    /// <returns>A number with mean 0 and variance 1.</returns>
    public double NextNormal()
    {
        var number = NormalOf(_state);
        _state = unchecked(_state + (2 * Golden));
        return number;
    }

    /// <summary>Draws different numbers, in random order.</summary>
    /// <param name="count">How many, at most <paramref name="below"/>.</param>
    /// <param name="below">Their bound.</param>
    /// <returns>A new array of numbers from 0 to one less than the bound.</returns>
    public int[] Choose(int count, int below)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, below);

        // The first steps of a Fisher-Yates shuffle; places that were not touched hold their own number.
        var moved = new Dictionary<int, int>(count);
        var chosen = new int[count];
        for (var i = 0; i < count; i++)
        {
            var place = i + NextInt(below - i);
            chosen[i] = moved.GetValueOrDefault(place, place);
            moved[place] = moved.GetValueOrDefault(i, i);
        }

        return chosen;
    }

    private static ulong Mix(ulong value)
    {
        value += Golden;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    private ulong Next()
    {
        var number = Mix(_state);
        _state += Golden;
        return number;
    }
}
