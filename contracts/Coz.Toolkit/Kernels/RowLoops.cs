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

    /// <summary>x becomes x times y.</summary>
    /// <param name="x">The numbers.</param>
    /// <param name="y">The other factors.</param>
    /// <param name="count">How many: whole vectors.</param>
    public static void Multiply<TLanes, TVector>(float* x, float* y, int count)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        for (var i = 0; i < count; i += TLanes.Count)
            TLanes.Store(x + i, TLanes.Multiply(TLanes.Load(x + i), TLanes.Load(y + i)));
    }

    /// <summary>sum becomes sum plus summand; only these numbers are touched.</summary>
    /// <param name="sum">The numbers.</param>
    /// <param name="summand">What is added.</param>
    /// <param name="count">How many, not only whole vectors.</param>
    public static void Add<TLanes, TVector>(float* sum, float* summand, int count)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var i = 0;
        for (; i <= count - TLanes.Count; i += TLanes.Count)
            TLanes.Store(sum + i, TLanes.Add(TLanes.Load(sum + i), TLanes.Load(summand + i)));
        for (; i < count; i++)
            sum[i] += summand[i];
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

    /// <summary>x becomes softmax(factor x): positive, summing to 1.</summary>
    /// <param name="x">The numbers; there is room for whole vectors, whose rest becomes 0.</param>
    /// <param name="count">How many.</param>
    /// <param name="factor">What they are multiplied by first.</param>
    public static void Softmax<TLanes, TVector>(float* x, int count, float factor = 1)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var whole = (count + TLanes.Count - 1) / TLanes.Count * TLanes.Count;
        for (var i = count; i < whole; i++)
            x[i] = float.NegativeInfinity;
        var most = TLanes.Load(x);
        for (var i = TLanes.Count; i < whole; i += TLanes.Count)
            most = TLanes.Max(most, TLanes.Load(x + i));
        var largest = float.NegativeInfinity;
        var lanes = stackalloc float[TLanes.Count];
        TLanes.Store(lanes, most);
        for (var i = 0; i < TLanes.Count; i++)
            largest = Math.Max(largest, lanes[i]);

        var (sum, scale) = (TLanes.All(0), TLanes.All(factor));
        for (var i = 0; i < whole; i += TLanes.Count)
        {
            var e = VectorMath.Exp<TLanes, TVector>(TLanes.Multiply(TLanes.Subtract(TLanes.Load(x + i), TLanes.All(largest)), scale));
            TLanes.Store(x + i, e);
            sum = TLanes.Add(sum, e);
        }

        for (var i = count; i < whole; i++)
            x[i] = 0;
        var share = TLanes.All(1 / TLanes.Sum(sum));
        for (var i = 0; i < whole; i += TLanes.Count)
            TLanes.Store(x + i, TLanes.Multiply(TLanes.Load(x + i), share));
    }
}
