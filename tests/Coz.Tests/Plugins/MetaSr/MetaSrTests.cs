using Coz.Contracts.Models;
using Coz.Plugins.MetaSr;
using Coz.Tests.Support;
using static TorchSharp.torch;

namespace Coz.Tests.Plugins.MetaSr;

public sealed class MetaSrTests
{
    [Test]
    public void It_has_the_official_parameters_by_their_official_names()
    {
        using var decoder = new MetaSrDecoder(new DecoderContext(64), new MetaSrOptions());
        Assert.Multiple(() =>
        {
            Assert.That(StateDict.Parameters(decoder), Is.EqualTo(445_120));
            Assert.That(StateDict.Of(decoder), Is.EqualTo(StateDict.Official("metasr")));
        });
    }

    [Test]
    public void Fewer_queries_than_pixels_learn_the_same_as_many()
    {
        using var scope = NewDisposeScope();
        random.manual_seed(1);
        using var decoder = new MetaSrDecoder(new DecoderContext(8), new MetaSrOptions());
        var features = randn(2, 8, 6, 7);
        var coords = (rand(2, 20, 2) * 1.98) - 0.99;
        var cells = (rand(2, 20, 2) * 0.1) + 0.05;
        var weights = randn(2, 20, 3);
        var few = Learn(1);
        var many = Learn(3);
        for (var i = 0; i < few.Length; i++)
            Assert.That((few[i] - many[i]).abs().max().item<float>(), Is.LessThan(1e-5 * many[i].abs().max().item<float>()));

        // The result and the gradients of the features and of all weights, with the queries given so many times over.
        Tensor[] Learn(int times)
        {
            decoder.zero_grad();
            var input = features.clone().requires_grad_();
            using var map = new FeatureMap(input, zeros(2, 3, 6, 7));
            using var prepared = decoder.Prepare(map);
            using var queries = new PointQueries(coords.repeat(1, times, 1), cells.repeat(1, times, 1));
            var colours = decoder.Decode(prepared, queries).narrow(1, 0, 20);
            (colours * weights).sum().backward();
            return [colours.detach().clone(), input.grad!.clone(), .. decoder.parameters().Select(weight => weight.grad!.clone())];
        }
    }
}
