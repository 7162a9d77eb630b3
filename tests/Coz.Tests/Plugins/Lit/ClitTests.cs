using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Plugins.Lit;
using Coz.Tests.Support;
using TorchSharp;
using static TorchSharp.torch;

namespace Coz.Tests.Plugins.Lit;

public sealed class ClitTests
{
    private const int Side = 15;
    private const int Channels = 5;

    [TestCase(2, 10_509_070)]
    [TestCase(3, 15_689_489)]
    public void It_has_the_official_parameters(int stages, long parameters)
    {
        using var decoder = new ClitDecoder(new DecoderContext(64), new ClitOptions { Stages = stages });
        Assert.That(StateDict.Parameters(decoder), Is.EqualTo(parameters));
        if (stages == 3)
            Assert.That(StateDict.Of(decoder), Is.EqualTo(StateDict.Official("clit3")));
    }

    // The cascade of the official evaluation: [s] up to 4, [4, s / 4] up to 16, then [4, 4, s / 16].
    [TestCase(2.0, 3)]
    [TestCase(4.0, 3)]
    [TestCase(6.0, 3, 4)]
    [TestCase(16.0, 3, 4)]
    [TestCase(18.0, 3, 4, 16)]
    [TestCase(30.0, 3, 4, 16)]
    [TestCase(18.0, 2, 4)]
    public void A_render_takes_the_grids_of_the_official_evaluation(double scale, int stages, params int[] grids)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var decoder = Make(stages);
        using var map = decoder.Prepare(Map(Side));
        var size = (int)(Side * scale);
        using var points = GridQueries.Whole(Side, Side, size, size).ToPoints(Side, Side, 1, float64, CPU, first: 7, count: 5);
        var expected = decoder.DecodeStages(map, points, [.. grids.Select(grid => GridQueries.Whole(Side, Side, Side * grid, Side * grid))]);
        Assert.That(expected, Has.Count.EqualTo(grids.Length + 1));
        Assert.That((decoder.Decode(map, points) - expected[^1]).abs().max().item<double>(), Is.Zero);
        foreach (var earlier in expected.SkipLast(1))
            Assert.That((earlier - expected[^1]).abs().max().item<double>(), Is.GreaterThan(1e-3), "a stage changes nothing");
    }

    [Test]
    public void Images_of_a_batch_may_have_scales_of_their_own()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var decoder = Make(2);
        var image = Map(Side);
        using var map = decoder.Prepare(new FeatureMap(image.Features.repeat(2, 1, 1, 1), image.Image.repeat(2, 1, 1, 1)));
        using var one = decoder.Prepare(image);
        var points = new[] { 3, 7 }.Select(scale => GridQueries.Whole(Side, Side, Side * scale, Side * scale).ToPoints(Side, Side, 1, float64, CPU, first: 40, count: 9)).ToList();
        var both = new PointQueries(cat([.. points.Select(part => part.Coords)]), cat([.. points.Select(part => part.Cells)]));
        var expected = cat([.. points.Select(part => decoder.Decode(one, part))]);
        Assert.That((decoder.Decode(map, both) - expected).abs().max().item<double>(), Is.LessThan(1e-9));
    }

    // The conformance tests' tile has a scale at which the first stage is enough.
    [Test]
    public void A_tile_with_a_margin_of_Reach_gives_the_pixels_of_the_whole_in_later_stages_too()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var decoder = Make(2);
        Assert.That(decoder.Reach, Is.EqualTo((Reach)5));
        const int Offset = 2;
        const int Tile = Side - (2 * Offset);
        var whole = Map(Side);
        var axis = new GridAxis(7, Offset + 5, new Rational(1, 7));
        var tile = new FeatureMap(Cut(whole.Features), Cut(whole.Image));
        var expected = decoder.Decode(decoder.Prepare(whole), new GridQueries(axis, axis));
        var actual = decoder.Decode(decoder.Prepare(tile), new GridQueries(axis.RelativeTo(Offset), axis.RelativeTo(Offset)));
        Assert.That((actual - expected).abs().max().item<double>(), Is.LessThan(1e-9));
        Tensor Cut(Tensor map) => map.narrow(2, Offset, Tile).narrow(3, Offset, Tile).contiguous();
    }

    [Test]
    public void More_grids_than_stages_are_refused()
    {
        using var scope = NewDisposeScope();
        using var decoder = Make(2);
        var grid = GridQueries.Whole(Side, Side, 20, 20);
        using var map = decoder.Prepare(Map(Side));
        using var points = grid.ToPoints(Side, Side, 1, float64, CPU);
        Assert.That(() => decoder.DecodeStages(map, points, [grid, grid]), Throws.InstanceOf<CozException>().With.Message.Contains("2 stages"));
    }

    private static ClitDecoder Make(int stages)
    {
        random.manual_seed(3);
        var decoder = new ClitDecoder(new DecoderContext(Channels), new ClitOptions { BaseDim = 8, Head = 2, HiddenList = [10], EncDims = 8, Stages = stages });
        decoder.to(float64);
        return decoder;
    }

    private static FeatureMap Map(int side)
    {
        random.manual_seed(4);
        return new FeatureMap(randn(1, Channels, side, side, float64), randn(1, 3, side, side, float64));
    }
}
