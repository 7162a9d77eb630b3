using Coz.Contracts.Models;
using Coz.Plugins.Lmi;
using Coz.Plugins.Lmi.Training;
using Coz.Tests.Toolkit.Kernels;
using Coz.Toolkit;
using Coz.Toolkit.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace Coz.Tests.Plugins.Lmi;

/// <summary>LMI's mixer with a gradient against float64 operators, on every vector width.</summary>
[TestFixtureSource(typeof(Numbers), nameof(Numbers.Widths))]
public sealed class MixerPassTests(VectorWidth width)
{
    private const int Pixels = 42;

    // Weight and bias of the token mix, the channel mix and the last layer, as the kernel takes them.
    private static readonly string[] Names =
        [.. new[] { "token_mix.0.net.0", "token_mix.0.net.2", "channel_mix.0.net.0", "channel_mix.0.net.2" }.SelectMany(layer => new[] { $"mixer_blocks.0.{layer}.weight", $"mixer_blocks.0.{layer}.bias" }), "out.weight", "out.bias"];

    [Test]
    public void Colours_and_all_gradients_are_those_of_operators([Values(1, 7, 16, 21, 64)] int channels, [Values(1, 131)] int queries)
    {
        using var scope = NewDisposeScope();
        var mixer = NewMixer(channels);
        var inputs = Inputs(channels, queries);
        var gradient = randn(3, queries, 3);
        var fast = Fast(mixer, inputs, gradient);
        var exact = Exact(mixer, inputs, gradient);
        Assert.That(fast, Has.Count.EqualTo(exact.Count));
        for (var i = 0; i < fast.Count; i++)
            Close.To(fast[i], exact[i], 1e-5, $"result {i}");
    }

    [Test]
    public void Bits_do_not_depend_on_what_runs_beside()
    {
        using var scope = NewDisposeScope();
        var mixer = NewMixer(21);
        var inputs = Inputs(21, 700);
        var gradient = randn(3, 700, 3);
        var alone = Fast(mixer, inputs, gradient);
        var together = new List<Tensor>[3];
        Parallel.For(0, together.Length, i => together[i] = Fast(mixer, inputs, gradient));
        foreach (var (one, other) in together.SelectMany(run => run.Zip(alone)))
            Assert.That(one.bytes.SequenceEqual(other.bytes));
        foreach (var one in together.SelectMany(run => run))
            one.Dispose();
    }

    [Test]
    public void The_decoder_trains_as_its_float64_operators_do_and_leaves_no_tensor()
    {
        using var scope = NewDisposeScope();
        random.manual_seed(9);
        using var decoder = new LmiDecoder(new DecoderContext(7), new LmiOptions());
        var (features, image) = (randn(2, 7, 5, 6), randn(2, 3, 5, 6));
        var queries = new PointQueries((rand(2, 50, 2) * 2) - 1, full([2, 50, 2], 0.11f));
        var counts = new List<long>();
        for (var i = 0; i < 10; i++)
        {
            using var inner = NewDisposeScope();
            Train(decoder, features, image, queries);
            counts.Add(DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        }

        Assert.That(counts.Skip(2), Is.All.EqualTo(counts[2]), "live tensors");
        var fast = Train(decoder, features, image, queries);
        decoder.to(float64);
        var exact = Train(decoder, features.to(float64), image.to(float64), new PointQueries(queries.Coords.to(float64), queries.Cells.to(float64)));
        foreach (var (got, expected) in fast.Zip(exact))
            Close.To(got, expected, 1e-5);
    }

    private static List<Tensor> Train(LmiDecoder decoder, Tensor features, Tensor image, PointQueries queries)
    {
        decoder.zero_grad();
        var leaf = features.detach().clone().requires_grad_();
        using var prepared = decoder.Prepare(new FeatureMap(leaf, image));
        var output = decoder.Decode(prepared, queries);
        output.square().sum().backward();
        return [output.detach(), leaf.grad!, .. decoder.parameters().Select(parameter => parameter.grad!.clone())];
    }

    private static Mixer NewMixer(int channels)
    {
        random.manual_seed(10);
        return new Mixer(MixerQueries.Tokens, channels);
    }

    // Pixels, steering, index, relative, areas, scale.
    private static List<Tensor> Inputs(int channels, int queries)
    {
        var around = Neighbours.Around((rand(3, queries, 2) * 2) - 1, 6, Pixels / 6, [-3, -1, 1, 3]);
        return [randn(3, Pixels, channels + 3), randn(3, queries, MixerQueries.Tokens, channels), around.Index, around.Relative.contiguous(), around.AreaWeights().contiguous(), rand(3, queries, 1)];
    }

    private List<Tensor> Fast(Mixer mixer, IReadOnlyList<Tensor> inputs, Tensor gradient)
    {
        using var noGradient = no_grad();
        var parameters = mixer.named_parameters().ToDictionary(pair => pair.name, pair => (Tensor)pair.parameter);
        using var pass = new MixerPass([.. inputs, .. Names.Select(name => parameters[name])], width);
        var output = pass.Forward();
        var (pixels, steering, weights) = pass.Backward(gradient);
        return [output, pixels, steering, .. weights];
    }

    private static List<Tensor> Exact(Mixer mixer, IReadOnlyList<Tensor> inputs, Tensor gradient)
    {
        mixer.to(float64);
        var (channels, relative, areas, scale) = (inputs[0].shape[2] - 3, inputs[3].to(float64), inputs[4].to(float64), inputs[5].to(float64));
        var (pixels, steering) = (inputs[0].to(float64).requires_grad_(), inputs[1].to(float64).requires_grad_());
        var gathered = PixelRows.Gather(pixels, inputs[2]);
        var place = cat([gathered.narrow(3, channels, 3).detach(), relative, scale.unsqueeze(2).expand(-1, -1, MixerQueries.Tokens, -1)], -1);
        var output = (mixer.forward(gathered.narrow(3, 0, channels), place, steering.transpose(2, 3)) * areas.unsqueeze(-1)).sum(2);
        output.backward([gradient.to(float64)]);
        var parameters = mixer.named_parameters().ToDictionary(pair => pair.name, pair => pair.parameter);
        return [output.detach(), pixels.grad!, steering.grad!, .. Names.Select(name => parameters[name].grad!)];
    }
}
