using Coz.Toolkit.Kernels;

namespace Coz.Tests.Toolkit.Kernels;

/// <summary>A packed layer against sums in float64, on every vector width.</summary>
[TestFixtureSource(typeof(Numbers), nameof(Numbers.Widths))]
public sealed class PackedLayerTests(VectorWidth width)
{
    private const float Untouched = 12345;
    private const int Outside = 7;
    private static readonly int[] Sizes = [1, 3, 5, 16, 17, 60, 64, 65, 130];

    // Deeper than one part of the depth, and than two.
    private static readonly int[] Depths = [1, 3, 5, 16, 17, 60, 64, 65, 130, 512, 513, 600, 1100];

    [Test]
    public void A_layer_is_its_product_and_bias([ValueSource(nameof(Sizes))] int outputs, [ValueSource(nameof(Depths))] int inputs, [Values(6, 12)] int rows) =>
        Check(outputs, inputs, rows);

    [Test]
    public void Negative_sums_become_0_once_they_are_whole([ValueSource(nameof(Sizes))] int outputs, [Values(3, 17, 600, 1100)] int inputs) =>
        Check(outputs, inputs, 12, isRelu: true);

    [Test]
    public void Products_are_added_to_what_is_there_without_the_bias([ValueSource(nameof(Sizes))] int outputs, [Values(3, 17, 600)] int inputs, [Values] bool isRelu) =>
        Check(outputs, inputs, 12, isRelu, isAdded: true);

    [Test]
    public void A_layer_may_be_some_columns_of_a_larger_matrix([ValueSource(nameof(Sizes))] int outputs, [Values(0, 1, 13)] int first) =>
        Check(outputs, 17, 6, columnsBefore: first, columnsAfter: 13 - first);

    [Test]
    public void A_layer_without_a_bias_starts_from_0([ValueSource(nameof(Sizes))] int outputs) => Check(outputs, 17, 6, hasBias: false);

    private unsafe void Check(int outputs, int inputs, int rows, bool isRelu = false, bool isAdded = false, bool hasBias = true, int columnsBefore = 0, int columnsAfter = 0)
    {
        var stride = columnsBefore + inputs + columnsAfter;
        var matrix = Numbers.Random(outputs * stride, 1);
        var bias = hasBias ? Numbers.Random(outputs, 2) : [];
        var layer = new PackedLayer(matrix.AsSpan(columnsBefore), bias, inputs, width, stride);
        Assert.That((layer.Inputs, layer.Outputs, layer.Width), Is.EqualTo((inputs, outputs, width)));
        Assert.That(layer.Stride, Is.EqualTo((outputs + ((int)width / 32) - 1) / ((int)width / 32) * ((int)width / 32)));

        // Strides that no vector divides: any alignment does. A row more, for what must stay as it is.
        var (inputStride, outputStride) = (inputs + 3, layer.Stride + Outside);
        var input = Numbers.Aligned(Numbers.Random(rows * inputStride, 3));
        var before = Numbers.Random((rows + 1) * outputStride, 4);
        for (var i = 0; i < before.Length; i++)
            before[i] = i / outputStride == rows || i % outputStride >= layer.Stride ? Untouched : before[i];
        var output = Numbers.Aligned(before);
        Vectors.Run(new Work(layer, rows, input, inputStride, output, outputStride, isRelu, isAdded), width);

        for (var i = 0; i < before.Length; i++)
        {
            var (row, column) = (i / outputStride, i % outputStride);
            var (expected, limit) = (Untouched + 0.0, 0.0);
            if (row < rows && column < layer.Stride)
            {
                expected = isAdded ? before[i] : column < bias.Length ? bias[column] : 0;
                var size = Math.Abs(expected);
                for (var k = 0; k < inputs && column < outputs; k++)
                {
                    var product = (double)input.Span[(row * inputStride) + k] * matrix[(column * stride) + columnsBefore + k];
                    (expected, size) = (expected + product, size + Math.Abs(product));
                }

                // Rounding errors of different signs: far under the bound for the worst case.
                limit = size * 6e-8 * (4 + Math.Sqrt(inputs));
                expected = isRelu ? Math.Max(0, expected) : expected;
            }

            if (!(Math.Abs(output.Span[i] - expected) <= limit))
                Assert.Fail($"row {row}, output {column} of {outputs}: {output.Span[i]:r}, expected {expected:r} within {limit:r}");
        }
    }

    private sealed unsafe class Work(PackedLayer layer, int rows, AlignedBuffer input, int inputStride, AlignedBuffer output, int outputStride, bool isRelu, bool isAdded) : IVectorWork
    {
        public void Run<TLanes, TVector>()
            where TLanes : struct, ILanes<TVector>
            where TVector : struct => layer.Apply<TLanes, TVector>(rows, input.Address, inputStride, output.Address, outputStride, isRelu, isAdded);
    }
}
