using Coz.Toolkit;
using TorchSharp;
using static TorchSharp.torch;

namespace Coz.Tests.Toolkit.Kernels;

/// <summary>The differentiable kernels against float64 operators.</summary>
public sealed class TrainedLayersTests
{
    [Test]
    public void A_networks_output_and_gradients_are_those_of_operators(
        [Values(Activation.Relu, Activation.Gelu)] Activation activation,
        [Values(1, 97, 800)] int rows,
        [Values(false, true)] bool isAfterFirst)
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        var network = new Mlp(13, 3, [17, 64, 5], activation);
        var input = randn(rows, isAfterFirst ? 17 : 13);
        var weights = randn(rows, 3);
        var fast = Run(network, input, weights, isAfterFirst);
        var exact = Run(network.to(float64), input.to(float64), weights.to(float64), isAfterFirst);
        Assert.That(fast, Has.Count.EqualTo(exact.Count));
        for (var i = 0; i < fast.Count; i++)
        {
            var bound = 2e-5 * Math.Max(1, exact[i].abs().max().item<double>());
            Assert.That((fast[i].to(float64) - exact[i]).abs().max().item<double>(), Is.LessThan(bound), $"result {i}");
        }
    }

    [Test]
    public void Gradients_have_the_same_bits_every_time()
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        var network = new Mlp(40, 3, [33, 33]);
        var (input, weights) = (randn(5000, 40), randn(5000, 3));
        var first = Run(network, input, weights, isAfterFirst: false);
        for (var again = 0; again < 5; again++)
        {
            foreach (var (one, other) in first.Zip(Run(network, input, weights, isAfterFirst: false)))
                Assert.That(one.equal(other).all().item<bool>(), Is.True);
        }
    }

    [Test]
    public void Gathered_rows_send_their_gradients_back_to_where_they_were_read([Values(1, 16, 21)] int width)
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        var rows = randn(2, 6, width).requires_grad_();
        var index = randint(0, 6, new long[] { 2, 40, 3 }, int64);
        var weights = randn(2, 40, 3, width);
        var gathered = PixelRows.Gather(rows, index);
        (gathered * weights).sum().backward();
        var expected = zeros(2, 6, width).scatter_add(1, index.flatten(1).unsqueeze(2).expand(-1, -1, width), weights.flatten(1, 2));
        Assert.Multiple(() =>
        {
            Assert.That(gathered.equal(PixelRows.Gather(rows.detach(), index)).all().item<bool>(), Is.True);
            Assert.That((rows.grad! - expected).abs().max().item<float>(), Is.LessThan(1e-5f));
        });
    }

    // The output, the input's gradient, then the parameters': those that were used.
    private static List<Tensor> Run(Mlp network, Tensor input, Tensor weights, bool isAfterFirst)
    {
        network.zero_grad();
        var leaf = input.detach().clone().requires_grad_();
        var output = isAfterFirst ? network.AfterFirst(leaf) : network.forward(leaf);
        (output * weights).sum().backward();
        return [output.detach(), leaf.grad!, .. network.parameters().Skip(isAfterFirst ? 2 : 0).Select(parameter => parameter.grad!.clone())];
    }
}
