using System.Text.Json.Nodes;
using Coz.Contracts.Models;
using Coz.Plugins.Upscale.Tiling;
using Coz.Tests.Support;
using static TorchSharp.torch;

namespace Coz.Tests.Plugins.Upscale;

[TestFixture]
public sealed class TilingTests
{
    // DESIGN.md: within 1e-5 of the output's standard deviation.
    private const double Tolerance = 1e-5;

    [TestCase("bicubic", 3.7, 4.0)]
    [TestCase("nearest", 2.7, 1.9)]
    [TestCase("metasr", 2.7, 2.7)]
    [TestCase("liif", 3.7, 3.7)]
    [TestCase("lmi", 2.7, 3.0)]
    [TestCase("lte", 2.0, 2.0)]
    [TestCase("linf", 1.3, 1.3)]
    [TestCase("lit", 2.7, 2.7)]
    public void Tiles_equal_the_whole_and_their_borders_show_no_seam(string decoder, double down, double across)
    {
        using var model = Model(decoder);
        var shape = Shape(41, 57, down, across, model.Reach.Pixels!.Value);
        using var image = TestImages.Waves(41, 57);
        using var whole = Render(model, shape.Whole, image, shape.Grid);
        var plan = shape.OfSide((2 * shape.Margin) + 9);

        Assert.That(plan.Rows.Tiles, Is.GreaterThan(2));
        Assert.That(plan.Columns.Tiles, Is.GreaterThan(2));
        using var tiled = Render(model, plan, image, shape.Grid);
        AssertNoSeam(tiled, whole, plan);
    }

    [Test]
    public void Tiles_of_a_self_ensemble_equal_the_whole()
    {
        using var model = Model("lmi");
        var shape = Shape(31, 29, 2.7, 2.7, model.Reach.Pixels!.Value);
        using var image = TestImages.Waves(31, 29);
        using var whole = Render(model, shape.Whole, image, shape.Grid, isEnsemble: true);
        var plan = shape.OfSide((2 * shape.Margin) + 9);
        using var tiled = Render(model, plan, image, shape.Grid, isEnsemble: true);

        AssertNoSeam(tiled, whole, plan);
    }

    [Test]
    public void A_self_ensemble_is_the_mean_of_eight_turned_renders()
    {
        using var model = Model("lmi");
        var shape = Shape(13, 9, 2.0, 2.0, model.Reach.Pixels!.Value);
        using var image = TestImages.Waves(13, 9);
        using var ensemble = Render(model, shape.Whole, image, shape.Grid, isEnsemble: true);
        using var scope = NewDisposeScope();
        var sum = zeros_like(ensemble);
        foreach (var flip in new long[][] { [], [2], [3], [2, 3] })
        {
            var turned = image.flip(flip);
            sum += model.Upscale(turned, GridQueries.Whole(13, 9, 26, 18)).flip(flip);
            sum += model.Upscale(turned.transpose(2, 3).contiguous(), GridQueries.Whole(9, 13, 18, 26)).transpose(2, 3).flip(flip);
        }

        Assert.That((double)(ensemble - (sum / 8)).abs().max(), Is.LessThan(1e-6));
    }

    [Test]
    public void Noise_that_belongs_to_a_place_shows_no_seam()
    {
        using var model = Model("linf", new JsonObject { ["hidden_dim"] = 8, ["num_layer"] = 1, ["flow_layers"] = 1, ["temperature"] = 0.7 });
        var shape = Shape(33, 31, 2.7, 2.7, model.Reach.Pixels!.Value);
        using var image = TestImages.Waves(33, 31);
        foreach (var isEnsemble in new[] { false, true })
        {
            using var whole = Render(model, shape.Whole, image, shape.Grid, isEnsemble);
            var plan = shape.OfSide((2 * shape.Margin) + 7);
            using var tiled = Render(model, plan, image, shape.Grid, isEnsemble);
            AssertNoSeam(tiled, whole, plan);
        }
    }

    [Test]
    public void A_tile_too_near_would_show()
    {
        using var model = Model("lmi");
        var shape = Shape(41, 57, 2.7, 2.7, model.Reach.Pixels!.Value - 2);
        using var image = TestImages.Waves(41, 57);
        using var whole = Render(model, shape.Whole, image, shape.Grid);
        using var tiled = Render(model, shape.OfSide((2 * shape.Margin) + 9), image, shape.Grid);

        Assert.That(Difference(tiled, whole), Is.GreaterThan(10 * Tolerance * Spread(whole)), "else the other tests prove nothing");
    }

    [TestCase(1, 1, 5, 5, 40)]
    [TestCase(5000, 1, 13500, 3, 100)]
    [TestCase(1, 5000, 3, 13500, 100)]
    [TestCase(97, 101, 97, 102, 30)]
    [TestCase(10, 10, 640, 640, 12)]
    public void Every_pixel_lies_in_one_tile_and_every_window_reaches_far_enough(int h, int w, int height, int width, int side)
    {
        const int margin = 4;
        var grid = GridQueries.Whole(h, w, height, width);
        var plan = new TileShape(grid, h, w, margin).OfSide(side);
        foreach (var axis in new[] { plan.Rows, plan.Columns })
        {
            var next = 0;
            foreach (var span in Enumerable.Range(0, axis.Tiles).Select(i => axis[i]))
            {
                Assert.That(span.First, Is.EqualTo(next));
                Assert.That(span.Count, Is.InRange(1, axis.Longest));
                Assert.That(span.WindowCount, Is.EqualTo(axis.Window));
                Assert.That(span.WindowFirst, Is.LessThanOrEqualTo(Math.Max(0, axis.Axis.Centre(span.First).Floor() - margin)).And.Not.Negative);
                Assert.That(span.WindowFirst + span.WindowCount, Is.GreaterThanOrEqualTo(Math.Min(axis.LrCount, axis.Axis.Centre(span.First + span.Count - 1).Floor() + margin + 1)).And.LessThanOrEqualTo(axis.LrCount));
                next += span.Count;
            }

            Assert.That(next, Is.EqualTo(axis.Axis.Count));
        }
    }

    [TestCase(1500, 1000, 4.0, 600_000)]
    [TestCase(1500, 1000, 4.0, 100_000)]
    [TestCase(6000, 4000, 1.5, 300_000)]
    [TestCase(5000, 1, 2.7, 1_000)]
    public void The_best_plan_fits_and_wastes_little(int w, int h, double scale, long windowPixels)
    {
        var shape = Shape(h, w, scale, scale, margin: 36);
        var plan = shape.Best(plan => plan.WindowPixels <= windowPixels)!;

        Assert.That(plan.WindowPixels, Is.LessThanOrEqualTo(windowPixels));
        Assert.That(plan.EncodedPixels, Is.LessThan(2.6 * h * w));
    }

    [Test]
    public void Nothing_is_planned_where_nothing_fits() =>
        Assert.That(Shape(100, 100, 2, 2, margin: 36).Best(plan => plan.WindowPixels < 1000), Is.Null);

    private static SrModel Model(string decoder, JsonObject? options = null)
    {
        var factory = new ModelFactory(new TestParts());
        options ??= decoder switch
        {
            "liif" => new JsonObject { ["hidden_list"] = new JsonArray(8) },
            "lte" => new JsonObject { ["hidden_dim"] = 8, ["hidden_list"] = new JsonArray(8) },
            "linf" => new JsonObject { ["hidden_dim"] = 8, ["num_layer"] = 1, ["flow_layers"] = 1 },
            "lit" => new JsonObject { ["base_dim"] = 8, ["head"] = 2, ["hidden_list"] = new JsonArray(8) },
            _ => null,
        };
        return factory.Create(decoder is "bicubic" or "nearest" ? new ModelSpec { ShortName = decoder } : UpscaleRuns.Tiny(decoder, options));
    }

    private static TileShape Shape(int h, int w, double down, double across, int margin) =>
        new(GridQueries.Whole(h, w, (int)Math.Round(h * down), (int)Math.Round(w * across)), h, w, margin);

    private static Tensor Render(SrModel model, TilePlan plan, Tensor image, GridQueries grid, bool isEnsemble = false)
    {
        var output = zeros(1, 3, grid.Rows.Count, grid.Columns.Count);
        var renderer = new TileRenderer(model, grid, isEnsemble, slicePixels: 500);
        foreach (var tile in Enumerable.Range(0, plan.Rows.Tiles).SelectMany(plan.Row))
        {
            using var window = image.narrow(2, tile.Rows.WindowFirst, tile.Rows.WindowCount).narrow(3, tile.Columns.WindowFirst, tile.Columns.WindowCount).contiguous();
            renderer.Render(window, tile, (row, pixels) =>
            {
                using var part = output.narrow(2, tile.Rows.First + row, pixels.shape[2]).narrow(3, tile.Columns.First, pixels.shape[3]);
                part.copy_(pixels);
            }, CancellationToken.None);
        }

        return output;
    }

    // Everywhere, and on the two pixels beside each border of tiles apart: there a seam would be.
    private static void AssertNoSeam(Tensor tiled, Tensor whole, TilePlan plan)
    {
        var limit = Tolerance * Spread(whole);
        Assert.That(Difference(tiled, whole), Is.LessThan(limit));
        foreach (var (dimension, axis) in new[] { (2, plan.Rows), (3, plan.Columns) })
        {
            for (var i = 1; i < axis.Tiles; i++)
            {
                using var near = tiled.narrow(dimension, axis[i].First - 1, 2);
                using var there = whole.narrow(dimension, axis[i].First - 1, 2);
                Assert.That(Difference(near, there), Is.LessThan(limit), $"border {i} of axis {dimension}");
            }
        }
    }

    private static double Difference(Tensor a, Tensor b)
    {
        using var scope = NewDisposeScope();
        return (double)(a - b).abs().max();
    }

    private static double Spread(Tensor image)
    {
        using var scope = NewDisposeScope();
        return (double)image.std();
    }
}
