using System.Numerics;

namespace Coz.Plugins.SimulatedRig;

/// <summary>Numbers that are a pure function of what they belong to: the same rig does the same again, also after a kill and a restart.</summary>
internal static class Chance
{
    /// <summary>64 well-mixed bits (SplitMix64's finaliser, applied at every value).</summary>
    public static ulong Bits(params ReadOnlySpan<long> of)
    {
        var state = 0x9E3779B97F4A7C15UL;
        foreach (var value in of)
            state = Mix(state ^ unchecked((ulong)value * 0xD6E8FEB86659FD93UL));
        return state;
    }

    /// <summary>A number in [0, 1).</summary>
    public static double Uniform(params ReadOnlySpan<long> of) => (Bits(of) >> 11) * (1.0 / (1UL << 53));

    /// <summary>A number in [-1, 1).</summary>
    public static double Signed(params ReadOnlySpan<long> of) => (2 * Uniform(of)) - 1;

    /// <summary>A smooth function of a position with values in [-1, 1]: three waves of seeded phases.</summary>
    public static double Smooth(double at, long seed, long purpose)
    {
        var sum = 0.0;
        for (var wave = 1; wave <= 3; wave++)
            sum += Math.Sin((wave * 2.1 * at) + (Math.Tau * Uniform(seed, purpose, wave))) / wave;
        return sum / (1 + (1 / 2.0) + (1 / 3.0));
    }

    public static ulong Mix(ulong x)
    {
        x += 0x9E3779B97F4A7C15UL;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9UL;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EBUL;
        return x ^ (x >> 31);
    }

    /// <summary>A stream of random numbers for one row of one frame, so that rows can be made in any order.</summary>
    public struct Stream(ulong seed)
    {
        private ulong _a = Mix(seed);
        private ulong _b = Mix(seed ^ 0xA5A5A5A5A5A5A5A5UL);
        private float _spare = float.NaN;

        // xoroshiro128+
        public float NextUniform()
        {
            var (a, b) = (_a, _b);
            var sum = a + b;
            b ^= a;
            _a = BitOperations.RotateLeft(a, 24) ^ b ^ (b << 16);
            _b = BitOperations.RotateLeft(b, 37);
            return (sum >> 40) * (1f / (1 << 24));
        }

        // Marsaglia's polar method: two at a time.
        public float NextNormal()
        {
            if (!float.IsNaN(_spare))
            {
                var kept = _spare;
                _spare = float.NaN;
                return kept;
            }

            while (true)
            {
                var (x, y) = ((2 * NextUniform()) - 1, (2 * NextUniform()) - 1);
                var square = (x * x) + (y * y);
                if (square is >= 1 or 0)
                    continue;
                var factor = MathF.Sqrt(-2 * MathF.Log(square) / square);
                _spare = y * factor;
                return x * factor;
            }
        }
    }
}
