namespace Coz.Plugins.SimulatedRig;

/// <summary>Value noise on a lattice: smooth, band-limited to about its wavelength, a pure function of place and seed.</summary>
internal static class Noise
{
    /// <summary>A value in [-1, 1]; the lattice's step is 1.</summary>
    public static float At(float x, float y, int seed)
    {
        var (fx, fy) = (MathF.Floor(x), MathF.Floor(y));
        var (column, row) = ((int)fx, (int)fy);
        var (tx, ty) = (x - fx, y - fy);
        (tx, ty) = (tx * tx * (3 - (2 * tx)), ty * ty * (3 - (2 * ty)));
        var (a, b) = (Lattice(column, row, seed), Lattice(column + 1, row, seed));
        var (c, d) = (Lattice(column, row + 1, seed), Lattice(column + 1, row + 1, seed));
        var top = a + (tx * (b - a));
        return top + (ty * (c + (tx * (d - c)) - top));
    }

    /// <summary>What is left of a wave's amplitude when it is averaged over a footprint.</summary>
    public static float Kept(float footprint, float wavelength)
    {
        var cycles = footprint / wavelength;
        if (cycles < 0.01f)
            return 1;
        if (cycles >= 1)
            return 0;
        return MathF.Sin(MathF.PI * cycles) / (MathF.PI * cycles);
    }

    private static float Lattice(int x, int y, int seed)
    {
        var h = unchecked((uint)((x * 0x27D4EB2D) ^ (y * 0x165667B1) ^ seed));
        h = unchecked((h ^ (h >> 15)) * 0x85EBCA6B);
        h = unchecked((h ^ (h >> 13)) * 0xC2B2AE35);
        return ((h ^ (h >> 16)) * (2f / uint.MaxValue)) - 1;
    }
}
