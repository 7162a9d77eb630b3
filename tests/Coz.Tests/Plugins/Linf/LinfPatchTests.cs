using Coz.Contracts.Models;
using Coz.Plugins.Linf;
using Coz.Tests.Support;
using TorchSharp;
using static TorchSharp.torch;

namespace Coz.Tests.Plugins.Linf;

public sealed class LinfPatchTests
{
    [Test]
    public void It_has_the_official_parameters_by_their_official_names()
    {
        using var decoder = new LinfPatchDecoder(new DecoderContext(64), new LinfPatchOptions());
        Assert.Multiple(() =>
        {
            Assert.That(StateDict.Parameters(decoder), Is.EqualTo(836_760));
            Assert.That(StateDict.Of(decoder), Is.EqualTo(StateDict.Official("linf-patch")));
        });
    }

    [Test]
    public void An_image_is_cut_into_patches_from_its_upper_left_corner_as_in_the_official_test()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        random.manual_seed(4);
        using var decoder = new LinfPatchDecoder(new DecoderContext(5), new LinfPatchOptions { FlowLayers = 2, NumLayer = 1, HiddenDim = 8 });
        using var map = decoder.Prepare(new FeatureMap(randn(2, 5, 9, 7), rand(2, 3, 9, 7)));
        var grid = GridQueries.Whole(9, 7, 25, 19);

        // 9 by 7 patches of the 27 by 21 pixels that hold the 25 by 19.
        var pixels = new GridQueries(grid.Rows with { Count = 27 }, grid.Columns with { Count = 21 }).ToPoints(9, 7, 2, float32, CPU);
        var middles = pixels.Coords.view(2, 27, 21, 2).slice(1, 1, 27, 3).slice(2, 1, 21, 3).reshape(2, 63, 2);
        var patches = decoder.Sample(map, new PointQueries(middles, pixels.Cells.narrow(1, 0, 63)), zeros(2, 63, 27));
        var folded = nn.functional.fold(patches.transpose(1, 2), (27, 21), (3, 3), stride: (3, 3)).narrow(2, 0, 25).narrow(3, 0, 19);
        var expected = folded + nn.functional.interpolate(map.Image, [25, 19], mode: InterpolationMode.Bilinear, align_corners: false);

        Assert.That((decoder.Decode(map, grid, chunk: 40) - expected).abs().max().item<float>(), Is.LessThan(1e-4));
    }
}
