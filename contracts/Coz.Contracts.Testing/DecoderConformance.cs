using Coz.Contracts.Models;
using NUnit.Framework;
using TorchSharp;
using static TorchSharp.torch;

namespace Coz.Contracts.Testing;

/// <summary>
/// The tests that every decoder passes, interpolations included: inherit, say how the decoder is made, run. Weights are seeded and
/// features random; small options keep the tests quick.
/// </summary>
/// <example><code>[TestFixture]
/// public sealed class MyDecoderTests : DecoderConformance
/// {
///     protected override Decoder Create(DecoderContext context) =&gt; new MyDecoder(context, new MyOptions());
/// }</code></example>
public abstract partial class DecoderConformance
{
    /// <summary>The encoder channels that the decoder is made for.</summary>
    protected virtual int Channels => 6;

    /// <summary>The LR image. Odd sides: no output pixel then lies on the line between two LR pixels, where ties decide.</summary>
    protected virtual (int Height, int Width) LrSize => (9, 7);

    /// <summary>The output's size: another scale on each axis, neither of them whole.</summary>
    protected virtual (int Height, int Width) OutputSize => (25, 18);

    /// <summary>
    /// The share of the output's standard deviation that float32 may cost on every path; paths may also differ by three times what
    /// float32 costs the points path.
    /// </summary>
    protected virtual double Tolerance => 1e-5;

    private GridQueries WholeGrid => GridQueries.Whole(LrSize.Height, LrSize.Width, OutputSize.Height, OutputSize.Width);

    /// <summary>Makes the decoder under test.</summary>
    /// <param name="context">What the host would tell it.</param>
    /// <returns>A new decoder; the test disposes it.</returns>
    protected abstract Decoder Create(DecoderContext context);

    /// <summary>Grids and points give one RGB each, in the type of the features, for batches and images that are not square.</summary>
    /// <param name="dtype">The type of the whole model.</param>
    [TestCase(ScalarType.Float32)]
    [TestCase(ScalarType.Float64)]
    public void The_output_has_the_shape_and_type_of_its_queries(ScalarType dtype)
    {
        using var noGradient = no_grad();
        using var decoder = New(dtype);
        using var map = Map(decoder, dtype, batch: 2);
        using var prepared = decoder.Prepare(map);
        using var points = WholeGrid.ToPoints(map.Height, map.Width, 2, dtype, CPU);
        using var atPoints = decoder.Decode(prepared, points);
        using var onGrid = decoder.Decode(prepared, WholeGrid);
        Assert.Multiple(() =>
        {
            Assert.That(atPoints.shape, Is.EqualTo(new long[] { 2, WholeGrid.Count, 3 }), "points");
            Assert.That(onGrid.shape, Is.EqualTo(new long[] { 2, 3, OutputSize.Height, OutputSize.Width }), "grid");
            Assert.That((atPoints.dtype, onGrid.dtype), Is.EqualTo((dtype, dtype)));
            Assert.That(Probe.Spread(atPoints), Is.GreaterThan(0).And.LessThan(1e9), "the output is constant or not finite");
        });
    }

    /// <summary>A hundred predictions leave no tensor behind.</summary>
    [Test]
    public void No_tensor_leaks_over_100_predictions()
    {
        using var noGradient = no_grad();
        using var decoder = New(float32);
        using var map = Map(decoder, float32, batch: 1);
        var corner = WholeGrid.Slice(0, 0, 6, 5);
        var counts = Probe.LiveTensors(() =>
        {
            using var prepared = decoder.Prepare(map);
            using var output = decoder.Decode(prepared, corner, chunk: 16);
        });
        Assert.That(counts, Is.All.EqualTo(counts[0]), "the number of live tensors grows: dispose what a call allocates (NewDisposeScope), and Prepare's tensors with its map");
    }

    /// <summary>The same call gives the same bits, and changes nothing it was given.</summary>
    [Test]
    public void Decoding_twice_gives_the_same_bits_and_leaves_its_input_alone()
    {
        using var noGradient = no_grad();
        using var decoder = New(float32);
        using var map = Map(decoder, float32, batch: 2);
        using var features = map.Features.clone();
        using var image = map.Image.clone();
        using var first = Render(decoder, map, WholeGrid);
        using var second = Render(decoder, map, WholeGrid);
        Assert.Multiple(() =>
        {
            Assert.That(Probe.Distance(second, first), Is.Zero, "the second output");
            Assert.That(Probe.Distance(map.Features, features), Is.Zero, "the features");
            Assert.That(Probe.Distance(map.Image, image), Is.Zero, "the image");
        });
    }

    private static Tensor Render(Decoder decoder, FeatureMap map, GridQueries grid, int chunk = Decoder.DefaultChunk)
    {
        using var prepared = decoder.Prepare(map);
        return decoder.Decode(prepared, grid, chunk);
    }

    private Decoder New(ScalarType dtype, int seed = 20) => Probe.Seeded(() => Create(new DecoderContext(Channels)), dtype, seed);

    private FeatureMap Map(Decoder decoder, ScalarType dtype, int batch) => Map(decoder, dtype, batch, LrSize.Height, LrSize.Width);

    private FeatureMap Map(Decoder decoder, ScalarType dtype, int batch, int height, int width)
    {
        var image = Probe.Random(dtype, batch, 3, height, width);
        return new FeatureMap(decoder is Interpolation ? image : Probe.Random(dtype, batch, Channels, height, width), image, ownsImage: true);
    }
}
