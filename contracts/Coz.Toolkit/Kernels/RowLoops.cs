namespace Coz.Toolkit.Kernels;

/// <summary>Loops over rows of numbers whose lengths are whole vectors.</summary>
public static unsafe class RowLoops
{
    /// <summary>x becomes GELU(x).</summary>
    /// <param name="x">The numbers.</param>
    /// <param name="count">How many: whole vectors.</param>
    public static void Gelu<TLanes, TVector>(float* x, int count)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        for (var i = 0; i < count; i += TLanes.Count)
            TLanes.Store(x + i, VectorMath.Gelu<TLanes, TVector>(TLanes.Load(x + i)));
    }

    /// <summary>result = a + b + c, negative results 0 if so asked: a first layer from its parts.</summary>
    /// <param name="a">Numbers.</param>
    /// <param name="b">Numbers.</param>
    /// <param name="c">Numbers.</param>
    /// <param name="result">Where the sums go.</param>
    /// <param name="count">How many: whole vectors.</param>
    /// <param name="isRelu">Whether negative results become 0.</param>
    public static void Sum<TLanes, TVector>(float* a, float* b, float* c, float* result, int count, bool isRelu)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var least = TLanes.All(isRelu ? 0 : float.NegativeInfinity);
        for (var i = 0; i < count; i += TLanes.Count)
        {
            var sum = TLanes.Add(TLanes.Add(TLanes.Load(a + i), TLanes.Load(b + i)), TLanes.Load(c + i));
            TLanes.Store(result + i, TLanes.Max(sum, least));
        }
    }

    /// <summary>The weighted sum of rows. It may replace the first of them.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="stride">From row to row.</param>
    /// <param name="weights">One for each row.</param>
    /// <param name="result">Where the sum goes.</param>
    /// <param name="count">The length of a row: whole vectors.</param>
    public static void Blend<TLanes, TVector>(float* rows, int stride, ReadOnlySpan<float> weights, float* result, int count)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        for (var i = 0; i < count; i += TLanes.Count)
        {
            var sum = TLanes.Multiply(TLanes.Load(rows + i), TLanes.All(weights[0]));
            for (var k = 1; k < weights.Length; k++)
                sum = TLanes.MultiplyAdd(TLanes.Load(rows + ((nint)k * stride) + i), TLanes.All(weights[k]), sum);
            TLanes.Store(result + i, sum);
        }
    }
}
