using Coz.Toolkit.Kernels;

namespace Coz.Tests.Toolkit.Kernels;

/// <summary>Seeded numbers for kernels.</summary>
internal static class Numbers
{
    public static readonly VectorWidth[] Widths = [VectorWidth.V128, VectorWidth.V256, VectorWidth.V512];

    /// <summary>Uniform in -1 .. 1.</summary>
    public static float[] Random(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)];
    }

    /// <summary>The numbers where kernels can read them.</summary>
    public static AlignedBuffer Aligned(ReadOnlySpan<float> numbers)
    {
        var buffer = new AlignedBuffer(numbers.Length);
        numbers.CopyTo(buffer.Span);
        return buffer;
    }
}
