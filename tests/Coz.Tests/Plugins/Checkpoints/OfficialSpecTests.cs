using Coz.Contracts;
using static Coz.Tests.Plugins.Checkpoints.PickleBytes;

namespace Coz.Tests.Plugins.Checkpoints;

public sealed class OfficialSpecTests
{
    private static readonly byte[] Edsr = Spec("edsr-baseline", Dict(("no_upsampling", Flag(true))));
    private static readonly byte[] Mlp = Spec("mlp", Dict(("out_dim", Int(3)), ("hidden_list", List(Int(8), Int(9)))));

    private PthFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new PthFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void Arguments_that_the_file_leaves_out_have_their_official_defaults()
    {
        using var full = PthFolder.Read(Save("edsr", Dict()));
        Assert.That(full.Encoder!.Options.ToJsonString(), Is.EqualTo("""{"n_resblocks":32,"n_feats":256,"res_scale":0.1,"rgb_range":1}"""));
        using var rdn = PthFolder.Read(Save("rdn", Dict(("RDNconfig", Text("A")), ("G0", Int(8)), ("D", Int(2)))));
        Assert.That(rdn.Encoder!.Options.ToJsonString(), Is.EqualTo("""{"g0":8,"kernel_size":3,"config":"A","d":2}"""));
        using var lte = PthFolder.Read(Save("lte", Dict(("encoder_spec", Edsr), ("imnet_spec", Mlp))));
        Assert.That(lte.Decoder!.Options.ToJsonString(), Is.EqualTo("""{"hidden_list":[8,9],"hidden_dim":256}"""));
        using var patch = PthFolder.Read(Save("linf-patch", Dict(("encoder_spec", Edsr), ("imnet_spec", Spec("flow", Dict(("name", Text("flow"))))))));
        Assert.That(patch.Decoder!.Options.ToJsonString(), Is.EqualTo("""{"flow_layers":10,"num_layer":3,"hidden_dim":256,"patch_size":3}"""));
        Assert.That(patch.Notes, Is.Empty);
        using var srno = PthFolder.Read(Save("sronet", Dict(("encoder_spec", Edsr), ("blocks", Int(4)))));
        Assert.That((srno.Decoder!.Name, srno.Decoder.Options.ToJsonString()), Is.EqualTo(("srno", """{"width":256,"heads":4}""")));
        using var liif = PthFolder.Read(Save("liif", Dict(("encoder_spec", Edsr), ("imnet_spec", Mlp), ("cell_decode", Flag(false)))));
        Assert.That(liif.Decoder!.Options.ToJsonString(), Is.EqualTo("""{"hidden_list":[8,9],"local_ensemble":true,"feat_unfold":true,"cell_decode":false}"""));
    }

    [Test]
    public void A_whole_number_stands_for_a_float_and_a_tuple_for_a_list()
    {
        using var checkpoint = PthFolder.Read(Save("liif", Dict(
            ("encoder_spec", Spec("edsr", Dict(("res_scale", Int(1))))),
            ("imnet_spec", Spec("mlp", Dict(("out_dim", Int(3)), ("hidden_list", Tuple(Int(4)))))))));
        Assert.That(checkpoint.Encoder!.Options["res_scale"]!.GetValue<double>(), Is.EqualTo(1.0));
        Assert.That(checkpoint.Decoder!.Options["hidden_list"]!.ToJsonString(), Is.EqualTo("[4]"));
    }

    [TestCase(null, "lit", null)]
    [TestCase(1, "lit", null)]
    [TestCase(3, "clit", 3L)]
    public void The_number_of_networks_tells_lit_and_clit_apart(int? count, string expected, long? stages)
    {
        var network = Spec("mlp", Dict(("out_dim", Int(3)), ("act", Text("gelu")), ("hidden_list", List(Int(8)))));
        var positions = Spec("posenc", Dict(("posenc_type", Text("sinusoid")), ("enc_dims", Int(16))));
        (string, byte[])[] common = [("encoder_spec", Edsr), ("imnet_spec", network), ("pb_spec", positions), ("head", Int(4))];
        (string, byte[])[] counts = count is { } given ? [("imnet_num", Int(given)), ("conv_num", Int(given))] : [];
        using var checkpoint = PthFolder.Read(Save("clit", Dict([.. common, .. counts])));
        Assert.That(checkpoint.Decoder!.Name, Is.EqualTo(expected));
        Assert.That((long?)checkpoint.Decoder.Options["stages"], Is.EqualTo(stages));
        Assert.That((long)checkpoint.Decoder.Options["base_dim"]!, Is.EqualTo(192), "the official default, which is not ours");
        Assert.That((long)checkpoint.Decoder.Options["enc_dims"]!, Is.EqualTo(16));
    }

    [Test]
    public void An_unknown_argument_is_left_out_with_a_note()
    {
        using var checkpoint = PthFolder.Read(Save("metasr", Dict(("encoder_spec", Edsr), ("speed", Int(3)))));
        Assert.That(checkpoint.Notes, Has.Some.Contains("'speed'"));
    }

    public static IEnumerable<TestCaseData> Variants()
    {
        yield return Variant("an unknown model", Save("lif", Dict()), "'lif'", "liif");
        yield return Variant("an unknown encoder", Save("liif", Dict(("encoder_spec", Spec("swinir", Dict())), ("imnet_spec", Mlp))), "'swinir'", "edsr");
        yield return Variant("no encoder", Save("liif", Dict(("imnet_spec", Mlp))), "encoder_spec");
        yield return Variant("no network", Save("liif", Dict(("encoder_spec", Edsr), ("imnet_spec", None))), "imnet_spec.name", "'mlp'");
        yield return Variant("another network", Save("lte", Dict(("encoder_spec", Edsr), ("imnet_spec", Spec("siren", Dict())))), "'siren'", "'mlp'");
        yield return Variant("another activation", Save("lte", Dict(("encoder_spec", Edsr), ("imnet_spec", Spec("mlp", Dict(("out_dim", Int(3)), ("act", Text("gelu"))))))), "'gelu'", "'relu'");
        yield return Variant("a deeper mixer", Save("lmi", Dict(("encoder_spec", Edsr), ("imnet_spec", Spec("MLP-mixer-all-no_norm-sr64-localE", Dict(("depth", Int(3)), ("out_dim", Int(3))))))), "depth", "3");
        yield return Variant("a text for a number", Save("edsr", Dict(("n_feats", Text("many")))), "n_feats", "'many'");
        yield return Variant("texts in a list", Save("lte", Dict(("encoder_spec", Edsr), ("imnet_spec", Spec("mlp", Dict(("out_dim", Int(3)), ("hidden_list", List(Text("a")))))))), "hidden_list");
        yield return Variant("args that are no dictionary", Save("edsr", List()), "args");
        yield return Variant("a bare state dict", Whole(Dict(("head.0.bias", Tensor(Storage("FloatStorage", "0", 1), 0, [1], [1])))), "bare state dict");
        yield return Variant("another dictionary", Whole(Dict(("state_dict", Dict()))), "'state_dict'");
        yield return Variant("no state", Whole(Dict(("model", Dict(("name", Text("edsr")))))), "'sd'");
        yield return Variant("a state with a number", Whole(Dict(("model", Dict(("name", Text("edsr")), ("sd", Dict(("a", Int(1)))))))), "'a'");
        yield return Variant("a list", Whole(List()), "a list");

        static TestCaseData Variant(string name, byte[] pickle, params string[] expected) => new TestCaseData(pickle, expected).SetArgDisplayNames(name);
        static byte[] Save(string name, byte[] arguments) => Checkpoint(name, arguments);
    }

    [TestCaseSource(nameof(Variants))]
    public void What_cannot_be_built_is_refused_in_a_line_that_says_why(byte[] pickle, string[] expected)
    {
        var path = _folder.SaveZip(pickle, ("0", new byte[4]));
        var fault = Assert.Throws<CozException>(() => PthFolder.Read(path));
        Assert.That(fault!.Message, Does.Contain(path).And.Not.Contain("\n"));
        foreach (var part in expected)
            Assert.That(fault.Message, Does.Contain(part));
    }

    private static byte[] Spec(string name, byte[] arguments) => Dict(("name", Text(name)), ("args", arguments));

    private static byte[] Checkpoint(string name, byte[] arguments) =>
        Whole(Dict(("model", Dict(("name", Text(name)), ("args", arguments), ("sd", Dict())))));

    private string Save(string name, byte[] arguments) => _folder.SaveZip(Checkpoint(name, arguments));
}
