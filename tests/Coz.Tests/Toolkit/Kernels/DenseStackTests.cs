using Coz.Toolkit;
using Coz.Toolkit.Kernels;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Coz.Tests.Toolkit.Kernels;

/// <summary>A stack of layers against operators in float64, on every vector width.</summary>
[TestFixtureSource(typeof(Numbers), nameof(Numbers.Widths))]
public sealed class DenseStackTests(VectorWidth width)
{
    [Test]
    public void Layers_follow_each_other_with_an_activation_between(
        [Values] Activation activation, [Values] bool isLastActive, [Values(1, 2, 3, 4)] int count, [Values(1, 6, 10, 96)] int rows)
    {
        using var scope = NewDisposeScope();
        int[] widths = [7, 19, 33, 130, 5];
        random.manual_seed(3);
        var layers = Enumerable.Range(0, count).Select(i => (Weight: randn(widths[i + 1], widths[i]) / Math.Sqrt(widths[i]), Bias: i == 1 ? null : randn(widths[i + 1]))).ToList();
        var input = randn(rows, widths[0]);
        var (actual, stride) = Apply(new DenseStack(layers, activation, isLastActive, width), input);

        var expected = input.to(float64);
        for (var i = 0; i < count; i++)
        {
            expected = F.linear(expected, layers[i].Weight.to(float64), layers[i].Bias?.to(float64));
            if (isLastActive || i < count - 1)
                expected = activation == Activation.Relu ? F.relu(expected) : F.gelu(expected);
        }

        var got = tensor(actual).view(-1, stride).narrow(0, 0, rows).narrow(1, 0, widths[count]);
        Assert.That((got.to(float64) - expected).abs().max().item<double>(), Is.LessThan(3e-6 * Math.Max(1, expected.abs().max().item<double>())));
    }

    [Test]
    public void No_layer_gives_the_input_itself()
    {
        using var scope = NewDisposeScope();
        var input = randn(6, 16);
        var (actual, stride) = Apply(new DenseStack(new List<(Tensor, Tensor?)>(), Activation.Relu, isLastActive: true, width), input);
        Assert.That(stride, Is.EqualTo(16));
        Assert.That(tensor(actual).view(6, 16).equal(input).all().item<bool>());
    }

    private (float[] Numbers, int Stride) Apply(DenseStack stack, Tensor input)
    {
        var padded = DenseStack.Padded((int)input.shape[0]);
        var rows = new AlignedBuffer(padded * (int)input.shape[1]);
        TensorMemory.Copy(input).CopyTo(rows.Span);
        var work = new Work(stack, (int)input.shape[0], rows, (int)input.shape[1], new AlignedBuffer(stack.ScratchFor((int)input.shape[0])));
        Vectors.Run(work, width);
        return (work.Result, work.Stride);
    }

    private sealed unsafe class Work(DenseStack stack, int rows, AlignedBuffer input, int inputStride, AlignedBuffer scratch) : IVectorWork
    {
        public float[] Result { get; private set; } = [];

        public int Stride { get; private set; }

        public void Run<TLanes, TVector>()
            where TLanes : struct, ILanes<TVector>
            where TVector : struct
        {
            var result = stack.Apply<TLanes, TVector>(rows, input.Address, inputStride, scratch.Address, out var stride);
            (Result, Stride) = (new ReadOnlySpan<float>(result, rows * stride).ToArray(), stride);
        }
    }
}
