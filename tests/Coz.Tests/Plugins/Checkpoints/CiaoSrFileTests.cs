using Coz.Contracts;
using Coz.Plugins.Checkpoints.Official;
using static Coz.Tests.Plugins.Checkpoints.PickleBytes;

namespace Coz.Tests.Plugins.Checkpoints;

public sealed class CiaoSrFileTests
{
    private PthFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new PthFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [TestCase("edsr", "edsr-baseline", "encoder.head.0.weight", "encoder.body.1.body.2.bias", "encoder.body.2.weight")]
    [TestCase("rdn", "rdn", "encoder.SFENet1.weight", "encoder.RDBs.1.convs.2.conv.0.bias", "encoder.GFF.1.weight")]
    public void Encoder_weights_get_our_names_and_back_their_own(string ours, string encoder, params string[] keys)
    {
        var folder = encoder == "rdn" ? "rdn-ciaosr" : "edsr-baseline-ciaosr";
        using var checkpoint = PthFolder.Read(Fixture.PathOf($"{folder}/checkpoint.pth"));
        Assert.That(checkpoint.Encoder!.Name, Is.EqualTo(encoder));
        Assert.That(checkpoint.Decoder!.Name, Is.EqualTo("ciaosr"));
        Assert.That(keys, Is.SubsetOf(checkpoint.State.Select(entry => entry.Key)));

        new OfficialFormat().Write(checkpoint, _folder.Path("again.pth"));
        var text = System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(_folder.Path("again.pth")));
        Assert.That(text, Does.Contain($"ciaosr-{ours}").And.Contain(ours == "rdn" ? "rdbs.1.layers.2.conv.bias" : "conv_after_body.bias").And.Not.Contain("encoder."));
    }

    [Test]
    public void A_mean_shift_that_the_official_encoder_lacks_is_not_written()
    {
        using var checkpoint = PthFolder.Read(Fixture.PathOf("edsr-baseline-ciaosr/checkpoint.pth"));
        checkpoint.Encoder!.Options["mean_shift"] = true;
        Assert.That(() => new OfficialFormat().Write(checkpoint, _folder.Path("x.pth")), Throws.TypeOf<CozException>().With.Message.Contains("mean_shift"));
    }

    [Test]
    public void An_mmcv_file_gives_its_model_by_its_shapes()
    {
        var state = new[]
        {
            Weight("conv_first", 6, 3, 3, 3), Weight("body.0.conv1", 6, 6, 3, 3), Weight("body.1.conv1", 6, 6, 3, 3), Weight("conv_after_body", 6, 6, 3, 3),
            Weight("imnet_q.layers.0", 7, 60), Weight("imnet_q.layers.2", 8, 7), Weight("imnet_q.layers.4", 3, 8),
            Weight("imnet_k.layers.0", 9, 58), Weight("imnet_k.layers.2", 54, 9),
            Weight("imnet_v.layers.0", 60, 64),
        };
        var pickle = Whole(Dict(("meta", Dict(("iter", Int(4)))), ("state_dict", Dict(state)), ("optimizer", Dict())));
        using var checkpoint = PthFolder.Read(_folder.SaveZip(pickle, ("0", new byte[4 * 10_000])));

        Assert.That(checkpoint.Encoder!.Options.ToJsonString(), Is.EqualTo("""{"n_resblocks":2,"n_feats":6,"res_scale":1,"rgb_range":1,"mean_shift":false}"""));
        Assert.That(checkpoint.Decoder!.Options.ToJsonString(), Is.EqualTo("""{"hidden_list_q":[7,8],"hidden_list_k":[9],"hidden_list_v":[]}"""));
        Assert.That(checkpoint.State.Select(entry => entry.Key), Does.Contain("encoder.body.2.weight").And.Contain("imnet_v.layers.0.weight"));
        Assert.That(checkpoint.Notes, Has.Some.Contains("shapes").And.Some.Contains("optimizer"));
    }

    private static (string Key, byte[] Value) Weight(string layer, params long[] shape)
    {
        var strides = shape.Select((_, axis) => shape.Skip(axis + 1).Aggregate(1L, (a, b) => a * b)).ToArray();
        return ($"generator.{layer}.weight", Tensor(Storage("FloatStorage", "0", 10_000), 0, shape, strides));
    }
}
