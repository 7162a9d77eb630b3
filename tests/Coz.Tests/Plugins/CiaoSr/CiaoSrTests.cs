using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Plugins.Checkpoints.Official;
using Coz.Plugins.CiaoSr;
using Coz.Plugins.Edsr;
using Coz.Tests.Plugins.Checkpoints;
using Coz.Tests.Support;
using TorchSharp;
using static TorchSharp.torch;

namespace Coz.Tests.Plugins.CiaoSr;

public sealed class CiaoSrTests
{
    [Test]
    public void It_has_the_official_parameters_by_their_official_names()
    {
        using var decoder = new CiaoSrDecoder(new DecoderContext(64), new CiaoSrOptions());
        Assert.Multiple(() =>
        {
            Assert.That(StateDict.Parameters(decoder), Is.EqualTo(1_428_614));
            Assert.That(StateDict.Of(decoder), Is.EquivalentTo(StateDict.Official("ciaosr")));
        });
    }

    [Test]
    public void An_output_depends_on_the_other_queries_through_the_first_ones_cell_alone()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var decoder = Small();
        using var map = Map(2, 9, 7);
        using var prepared = decoder.Prepare(map);
        var coords = (rand(2, 5, 2, dtype: float64) * 1.6) - 0.8;
        var cells = (rand(2, 5, 2, dtype: float64) * 0.01) + 0.05;
        var whole = decoder.Decode(prepared, new PointQueries(coords, cells));

        // The last ones behind the first give the same numbers, behind one that covers half the image others.
        var kept = tensor(new long[] { 0, 2, 3, 4 });
        var behind = decoder.Decode(prepared, new PointQueries(coords.index_select(1, kept), cells.index_select(1, kept)));
        cells.narrow(1, 2, 1).fill_(1);
        var apart = decoder.Decode(prepared, new PointQueries(coords.narrow(1, 2, 3), cells.narrow(1, 2, 3)));
        Assert.That(Distance(behind.narrow(1, 1, 3), whole.narrow(1, 2, 3)), Is.LessThan(1e-9));
        Assert.That(Distance(apart.narrow(1, 1, 2), whole.narrow(1, 3, 2)), Is.GreaterThan(1e-6));
    }

    [TestCase(1, 6)]
    [TestCase(5, 1)]
    [TestCase(1, 1)]
    public void An_image_one_pixel_wide_is_upscaled(int height, int width)
    {
        using var noGradient = no_grad();
        using var decoder = Small();
        using var map = Map(1, height, width);
        using var prepared = decoder.Prepare(map);
        using var output = decoder.Decode(prepared, GridQueries.Whole(height, width, 3 * height, 3 * width));
        Assert.That(output.isfinite().all().item<bool>());
    }

    [Test]
    public void An_encoder_of_another_file_is_taken_without_its_mean_shift_and_said_so()
    {
        using var folder = new TemporaryFolder();
        using (var encoder = new EdsrBaselineEncoder(new EdsrBaselineOptions { NResblocks = 2, NFeats = 8 }))
        using (var donor = new Checkpoint(new PartSpec("edsr-baseline", new() { ["n_resblocks"] = 2, ["n_feats"] = 8 }), null, ModelState.Of(encoder, null)))
            new OfficialFormat().Write(donor, folder.Path("donor.pth"));
        var factory = new ModelFactory(new TestParts());
        using var model = factory.Load(Fixture.PathOf("edsr-baseline-ciaosr/checkpoint.pth"), folder.Path("donor.pth"));
        Assert.That(model.Notes, Has.One.Contains("sub_mean.weight").And.One.Contains("never applied"));
        Assert.That(model.Parameters().Sum(parameter => parameter.numel()), Is.EqualTo(19_934));
    }

    [Test]
    public void Half_of_a_single_channel_is_refused_in_words() => Assert.That(
        () => new CiaoSrDecoder(new DecoderContext(1), new CiaoSrOptions()),
        Throws.TypeOf<CozException>().With.Message.Contains("at least 2"));

    private static CiaoSrDecoder Small()
    {
        random.manual_seed(3);
        var decoder = new CiaoSrDecoder(new DecoderContext(6), new CiaoSrOptions { HiddenListQ = [8], HiddenListK = [8], HiddenListV = [8] });
        decoder.to(float64);
        return decoder;
    }

    private static FeatureMap Map(int batch, int height, int width) =>
        new(rand(batch, 6, height, width, dtype: float64), rand(batch, 3, height, width, dtype: float64), ownsImage: true);

    private static double Distance(Tensor a, Tensor b) => (a - b).abs().max().item<double>();
}
