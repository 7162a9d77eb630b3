using Coz.Toolkit.Kernels;

namespace Coz.Plugins.Lmi;

/// <summary>A product over tokens: a small matrix times rows of channels, which are the strip as they lie, so that nothing is transposed.</summary>
internal static unsafe class TokenProduct
{
    /// <summary>to = start + weights values.</summary>
    /// <param name="rows">Rows of weights and of the result; both have room for whole register tiles.</param>
    /// <param name="weights">(rows, depth).</param>
    /// <param name="stride">From row to row of the weights; 1 for a matrix stored by columns.</param>
    /// <param name="step">From number to number of a row.</param>
    /// <param name="depth">Rows of values.</param>
    /// <param name="values">(depth, width).</param>
    /// <param name="start">What the sums start from: rows, or one for all with a stride of 0.</param>
    /// <param name="startStride">From row to row of it.</param>
    /// <param name="to">(rows, width); it may be start.</param>
    /// <param name="width">The length of a row of values and of the result: whole vectors.</param>
    public static void Apply<TLanes, TVector>(int rows, float* weights, int stride, int step, int depth, float* values, float* start, int startStride, float* to, int width)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        for (var first = 0; first < width;)
        {
            var left = (width - first) / TLanes.Count;
            var across = left >= TLanes.Across ? TLanes.Across : left >= 2 ? 2 : 1;
            for (var r = 0; r < rows; r += RegisterTile.Rows)
            {
                RegisterTile.Multiply<TLanes, TVector>(
                    across, weights + (r * stride), stride, step, values + first, width, depth, start + (r * startStride) + first, startStride, to + (r * width) + first, width, isRelu: false);
            }

            first += across * TLanes.Count;
        }
    }
}
