using Coz.Contracts.Models;
using Coz.Plugins.Interpolation;
using Coz.Toolkit;
using static TorchSharp.torch;

namespace Coz.Tests.Plugins.Interpolation;

public sealed class InterpolationTests
{
    private static readonly Func<Decoder>[] All = [() => new NearestModel(), () => new BilinearModel(), () => new BicubicModel()];

    [TestCaseSource(nameof(All))]
    public void A_constant_image_stays_constant(Func<Decoder> create)
    {
        using var scope = NewDisposeScope();
        using var model = create();
        var output = Upscale(model, full([1, 3, 5, 4], 0.3f), GridQueries.Whole(5, 4, 17, 11));
        Assert.That((output - 0.3f).abs().max().item<float>(), Is.LessThan(1e-7f));
    }

    [TestCaseSource(nameof(All))]
    public void At_scale_one_the_image_stays_as_it_is(Func<Decoder> create)
    {
        using var scope = NewDisposeScope();
        using var model = create();
        var image = rand(2, 3, 5, 4);
        Assert.That(Upscale(model, image, GridQueries.Whole(5, 4, 5, 4)).equal(image).all().item<bool>());
    }

    [Test]
    public void Bicubic_at_scale_two_has_the_weights_of_Keys()
    {
        using var scope = NewDisposeScope();
        using var model = new BicubicModel();
        var row = Upscale(model, Row(0, 0, 0, 1, 0, 0, 0), GridQueries.Whole(1, 7, 1, 14)).select(1, 0).flatten().data<double>().ToArray();
        Assert.That(row[3..11], Is.EqualTo(new[] { -0.0234375, -0.0703125, 0.2265625, 0.8671875, 0.8671875, 0.2265625, -0.0703125, -0.0234375 }).Within(1e-15));
    }

    [Test]
    public void Bicubic_mirrors_the_image_at_its_border()
    {
        using var scope = NewDisposeScope();
        using var model = new BicubicModel();
        var first = Upscale(model, Row(1, 2, 4, 8), GridQueries.Whole(1, 4, 1, 8)).select(1, 0).flatten()[0].item<double>();

        // At -0.25 the kernel covers pixels -2, -1, 0 and 1; mirrored they are 2, 1, 1 and 2.
        Assert.That(first, Is.EqualTo((-0.0234375 * 2) + (0.2265625 * 1) + (0.8671875 * 1) + (-0.0703125 * 2)).Within(1e-15));
    }

    [Test]
    public void Bicubic_is_the_imresize_of_the_toolkit_at_any_scale([Values(10, 27, 41)] int height, [Values(9, 23, 64)] int width)
    {
        using var scope = NewDisposeScope();
        using var model = new BicubicModel();
        var image = randint(0, 256, [1, 3, 10, 9]).to(float32) / 255;
        var expected = Resize.Bicubic(image, height, width);
        var actual = Upscale(model, image, GridQueries.Whole(10, 9, height, width));
        Assert.That((actual - expected).abs().max().item<float>(), Is.LessThan(1e-6f));
    }

    [Test]
    public void Bilinear_at_scale_two_mixes_three_to_one()
    {
        using var scope = NewDisposeScope();
        using var model = new BilinearModel();
        var row = Upscale(model, Row(0, 4), GridQueries.Whole(1, 2, 1, 4)).select(1, 0).flatten().data<double>().ToArray();
        Assert.That(row, Is.EqualTo(new double[] { 0, 1, 3, 4 }));
    }

    [Test]
    public void Nearest_takes_the_later_pixel_on_the_line_between_two_on_both_paths()
    {
        using var scope = NewDisposeScope();
        using var model = new NearestModel();
        var image = Row(0, 1, 2, 3).to(float32);
        var grid = GridQueries.Whole(1, 4, 1, 10);
        using var map = new FeatureMap(image, image);
        using var points = grid.ToPoints(1, 4, 1, float32, CPU);
        float[] expected = [0, 0, 1, 1, 1, 2, 2, 3, 3, 3];
        Assert.Multiple(() =>
        {
            Assert.That(Upscale(model, image, grid).select(1, 0).flatten().data<float>().ToArray(), Is.EqualTo(expected), "grid");
            Assert.That(model.Decode(map, points).select(2, 0).flatten().data<float>().ToArray(), Is.EqualTo(expected), "points");
        });
    }

    private static Tensor Row(params double[] values) => tensor(values).view(1, 1, 1, -1).expand(1, 3, 1, -1).contiguous();

    private static Tensor Upscale(Decoder model, Tensor image, GridQueries grid)
    {
        using var map = new FeatureMap(image, image);
        return model.Decode(map, grid);
    }
}
