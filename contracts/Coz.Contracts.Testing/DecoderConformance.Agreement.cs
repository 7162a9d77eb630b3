using Coz.Contracts.Models;
using NUnit.Framework;
using TorchSharp;
using static TorchSharp.torch;

namespace Coz.Contracts.Testing;

/// <content>One image, whichever way it is asked for.</content>
public abstract partial class DecoderConformance
{
    /// <summary>The grid path gives what the points path gives in float64.</summary>
    [Test]
    public void The_grid_agrees_with_points() => AgreesWithPoints(WholeGrid, static (decoder, map, grid) => Render(decoder, map, grid));

    /// <summary>The size of chunks does not matter.</summary>
    /// <param name="chunk">Points at once.</param>
    [TestCase(11)]
    [TestCase(101)]
    public void Chunks_agree_with_points_unless_outputs_are_coupled(int chunk) =>
        AgreesWithPoints(WholeGrid, (decoder, map, grid) => Render(decoder, map, grid, chunk));

    /// <summary>Each image of a batch gives what it gives alone.</summary>
    [Test]
    public void Images_of_a_batch_agree_with_each_alone() => AgreesWithPoints(WholeGrid, static (decoder, map, grid) =>
    {
        using var scope = NewDisposeScope();
        var alone = new List<Tensor>();
        for (var i = 0; i < map.Batch; i++)
        {
            var image = map.Image.narrow(0, i, 1);
            using var one = new FeatureMap(decoder is Interpolation ? image : map.Features.narrow(0, i, 1), image);
            alone.Add(Render(decoder, one, grid));
        }

        return cat(alone).MoveToOuterDisposeScope();
    });

    /// <summary>A rectangle of a grid gives the pixels that the whole grid has there.</summary>
    [Test]
    public void A_slice_of_a_grid_agrees_with_points_unless_outputs_are_coupled()
    {
        using var decoder = New(float32);
        if (decoder.Coupling == Coupling.WholeSet)
            Assert.Pass("Outputs depend on the whole set of queries: a slice is another set.");
        AgreesWithPoints(WholeGrid.Slice(3, 2, OutputSize.Height - 7, OutputSize.Width - 5), static (decoder, map, grid) => Render(decoder, map, grid));
    }

    /// <summary>A tile of the LR image with a margin of Reach gives the pixels of the whole image.</summary>
    [Test]
    public void A_tile_with_a_margin_of_Reach_gives_the_pixels_of_the_whole()
    {
        using var noGradient = no_grad();
        using var decoder = New(float64);
        if (decoder.Reach.Pixels is not { } reach || decoder.Coupling == Coupling.WholeSet)
        {
            Assert.Pass("It says that it depends on the whole image, or on the whole set of queries: it is never tiled.");
            return;
        }

        const int Tile = 3;
        const int Offset = 2;
        var side = (2 * (reach + Offset)) + Tile;
        using var map = Map(decoder, float64, 1, side, side);

        var grid = new GridQueries(
            new GridAxis(5, reach + Offset, new Rational(Tile, 5)),
            new GridAxis(7, reach + Offset, new Rational(Tile, 7)));
        using var whole = Render(decoder, map, grid);
        using var image = map.Image.slice(2, Offset, side - Offset, 1).slice(3, Offset, side - Offset, 1).contiguous();
        using var features = decoder is Interpolation ? image.alias() : map.Features.slice(2, Offset, side - Offset, 1).slice(3, Offset, side - Offset, 1).contiguous();
        using var cut = new FeatureMap(features, image);
        using var tile = Render(decoder, cut, new GridQueries(grid.Rows.RelativeTo(Offset), grid.Columns.RelativeTo(Offset)));
        Assert.That(Probe.Distance(tile, whole), Is.LessThan(1e-9 * Probe.Spread(whole)), $"Reach is said to be {decoder.Reach}");
    }

    /// <summary>What lies further away than Reach has no influence.</summary>
    [Test]
    public void Nothing_beyond_Reach_changes_an_output()
    {
        using var noGradient = no_grad();
        using var decoder = New(float64);
        if (decoder.Reach.Pixels is not { } reach)
        {
            Assert.Pass("It says that it depends on the whole image.");
            return;
        }

        var centre = reach + 2;
        using var map = Map(decoder, float64, 1, (2 * centre) + 1, (2 * centre) + 1);
        using var otherImage = Probe.ChangedOutside(map.Image, centre, centre, reach);
        using var otherFeatures = decoder is Interpolation ? otherImage.alias() : Probe.ChangedOutside(map.Features, centre, centre, reach);
        using var other = new FeatureMap(otherFeatures, otherImage);

        // Ten queries to a side inside the centre pixel, the outermost close to its edges.
        var axis = new GridAxis(10, centre, new Rational(1, 10));
        using var expected = Render(decoder, map, new GridQueries(axis, axis));
        using var actual = Render(decoder, other, new GridQueries(axis, axis));
        Assert.That(Probe.Distance(actual, expected), Is.LessThan(1e-9 * Math.Max(Probe.Spread(expected), 1e-3)), $"Reach is said to be {decoder.Reach}");
    }

    private void AgreesWithPoints(GridQueries grid, Func<Decoder, FeatureMap, GridQueries, Tensor> render)
    {
        using var noGradient = no_grad();
        using var exact = AtPoints(grid, float64);
        using var rounded = AtPoints(grid, float32);
        using var decoder = New(float32);
        using var map = Map(decoder, float32, batch: 2);
        using var rendered = render(decoder, map, grid);
        using var actual = rendered.flatten(2).transpose(1, 2);
        var limit = Math.Max(Tolerance * Probe.Spread(exact), 3 * Probe.Distance(rounded, exact));
        Assert.That(Probe.Distance(actual, exact), Is.LessThanOrEqualTo(limit), "distance from the points path in float64");
    }

    private Tensor AtPoints(GridQueries grid, ScalarType dtype)
    {
        using var decoder = New(dtype);
        using var map = Map(decoder, dtype, batch: 2);
        using var prepared = decoder.Prepare(map);
        using var points = grid.ToPoints(map.Height, map.Width, map.Batch, dtype, CPU);
        return decoder.Decode(prepared, points);
    }
}
