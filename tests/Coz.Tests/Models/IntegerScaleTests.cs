using Coz.Contracts.Models;
using Coz.Tests.Support;
using Coz.Toolkit;
using TorchSharp;
using static TorchSharp.torch;

namespace Coz.Tests.Models;

/// <summary>
/// Scales at which output pixels fall on LR centres. In the first and last rows and columns the ensemble's areas can vanish there,
/// and rounding decides the weights (MODELS.md section 4): such pixels are left out, all others keep the rule.
/// </summary>
public sealed class IntegerScaleTests
{
    private const double VanishingArea = 1e-4;

    [Test]
    public void Float32_grids_agree_with_float64_points_where_the_ensemble_is_well_conditioned(
        [Values("metasr", "liif", "lte", "lmi", "linf")] string decoder,
        [Values(2, 3, 5)] int scale)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var model = New(decoder);
        random.manual_seed(5);
        var image = rand(2, 3, 9, 8);
        var grid = GridQueries.Whole(9, 8, 9 * scale, 8 * scale);
        var actual = model.Upscale(image, grid).flatten(2).transpose(1, 2).to(float64);
        var rounded = AtPoints(model, image, grid).to(float64);
        using var precise = New(decoder);
        precise.Encoder!.to(float64);
        precise.Decoder.to(float64);
        var exact = AtPoints(precise, image.to(float64), grid);

        var points = grid.ToPoints(9, 8, 1, float64, CPU);
        using var around = Neighbours.Around(points.Coords, 9, 8, [-1, 1]);
        var area = (around.Relative.select(-1, 0) * around.Relative.select(-1, 1)).abs().sum(-1);
        var isSound = (area > VanishingArea).to(float64).unsqueeze(-1);
        var limit = Math.Max(1e-5 * exact.std().item<double>(), 3 * ((rounded - exact).abs() * isSound).max().item<double>());
        Assert.Multiple(() =>
        {
            Assert.That(isSound.mean().item<double>(), Is.GreaterThan(0.9), "few pixels are left out");
            Assert.That(((actual - exact).abs() * isSound).max().item<double>(), Is.LessThanOrEqualTo(limit));
            Assert.That(limit, Is.LessThan(1e-3 * exact.std().item<double>()), "float32 is sound where it is said to be");
        });
    }

    private static SrModel New(string decoder) =>
        new ModelFactory(new TestParts()).Create(new ModelSpec
        {
            Encoder = new TestParts().Bind<Encoder>("edsr-baseline", new() { ["n_resblocks"] = 1, ["n_feats"] = 8 }),
            Decoder = new TestParts().Bind<Decoder>(decoder),
        });

    private static Tensor AtPoints(SrModel model, Tensor image, GridQueries grid)
    {
        using var map = model.Encode(image);
        using var prepared = model.Prepare(map);
        using var points = grid.ToPoints(map.Height, map.Width, map.Batch, image.dtype, CPU);
        using var raw = model.Decoder.Decode(prepared, points);
        return (raw * 0.5) + 0.5;
    }
}
