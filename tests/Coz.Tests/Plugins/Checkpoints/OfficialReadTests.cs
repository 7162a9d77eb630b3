using System.IO.Compression;
using System.Text.Json.Nodes;
using Coz.Contracts;
using Coz.Contracts.Models;
using static Coz.Tests.Plugins.Checkpoints.PickleBytes;
using static TorchSharp.torch;

namespace Coz.Tests.Plugins.Checkpoints;

public sealed class OfficialReadTests
{
    private static readonly Dictionary<string, string> OurNames = new() { ["sronet"] = "srno" };

    private PthFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new PthFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [TestCaseSource(typeof(Fixture), nameof(Fixture.Names))]
    public void Every_official_file_gives_its_parts_and_as_many_numbers_as_its_model_has(string name)
    {
        var meta = JsonNode.Parse(File.ReadAllText(Fixture.PathOf(Path.Combine(Path.GetDirectoryName(name)!, "meta.json"))))!;
        using var checkpoint = PthFolder.Read(Fixture.PathOf(name));

        var encoder = meta["spec"]!["args"]!["encoder_spec"] ?? meta["spec"]!;
        var (encoderName, decoderName) = meta["spec"]!["name"]!.GetValue<string>() switch
        {
            "ciaosr-edsr" => ("edsr-baseline", "ciaosr"),
            "ciaosr-rdn" => ("rdn", "ciaosr"),
            "clit" when (int?)meta["spec"]!["args"]!["imnet_num"] is null or 1 => ("edsr-baseline", "lit"),
            var official => (encoder["name"]!.GetValue<string>(), encoder == meta["spec"] ? null : OurNames.GetValueOrDefault(official, official)),
        };
        Assert.That((checkpoint.Encoder!.Name, checkpoint.Decoder?.Name), Is.EqualTo((encoderName, decoderName)));

        // A constant of CiaoSR's that is stored, but no parameter.
        Assert.That(checkpoint.State.Where(entry => entry.Key != "cs_attn.escape_NaN").Sum(entry => entry.Value.numel()), Is.EqualTo(meta["params"]!.GetValue<long>()));
        Assert.That(checkpoint.State.Any(entry => entry.Key.StartsWith("encoder.", StringComparison.Ordinal)));
        if (checkpoint.Decoder is null)
            Assert.That(checkpoint.State.Select(entry => entry.Key), Is.All.StartsWith("encoder."));
    }

    [TestCase("edsr-baseline-lmi/checkpoint_cuda_tag.pth", "edsr-baseline-lmi/checkpoint.pth")]
    [TestCase("edsr-baseline-lmi/checkpoint_legacy_format.pth", "edsr-baseline-lmi/checkpoint.pth")]
    [TestCase("edsr-baseline-liif/checkpoint_legacy_format.pth", "edsr-baseline-liif/checkpoint.pth")]
    public void Legacy_streams_and_cuda_tags_give_what_the_plain_file_gives(string name, string plain)
    {
        using var expected = PthFolder.Read(Fixture.PathOf(plain));
        using var actual = PthFolder.Read(Fixture.PathOf(name));
        AssertSame(actual, expected);
    }

    [Test]
    public void An_optimizer_is_left_out_with_a_note_and_the_epoch_is_kept()
    {
        using var checkpoint = PthFolder.Read(Fixture.PathOf("edsr-baseline-lmi/checkpoint_after_3_adam_steps.pth"));
        Assert.That(checkpoint.Notes, Has.Some.Contains("optimizer").And.Some.Contains("adam"));
        Assert.That(checkpoint.Epoch, Is.EqualTo(3));
    }

    [Test]
    public void Deflated_records_give_what_stored_ones_give()
    {
        var source = Fixture.PathOf("edsr-baseline-lmi/checkpoint.pth");
        using (var from = ZipFile.OpenRead(source))
        using (var to = new ZipArchive(File.Create(_folder.Path("deflated.pth")), ZipArchiveMode.Create))
        {
            foreach (var entry in from.Entries)
            {
                using var target = to.CreateEntry(entry.FullName, CompressionLevel.Optimal).Open();
                using var content = entry.Open();
                content.CopyTo(target);
            }
        }

        using var expected = PthFolder.Read(source);
        using var actual = PthFolder.Read(_folder.Path("deflated.pth"));
        AssertSame(actual, expected);
        Assert.That(actual.Notes, Is.EqualTo(expected.Notes));
    }

    [Test]
    public void Shared_storages_offsets_strides_and_types_are_read_right_into_tensors_of_their_own()
    {
        var floats = Bytes(Enumerable.Range(0, 12).Select(i => (float)i).ToArray());
        var storage = Storage("FloatStorage", "0", 12);
        var path = _folder.SaveZip(
            Encoder(
                ("whole", Tensor(storage, 0, [3, 4], [4, 1])),
                ("turned", Tensor(storage, 0, [4, 3], [1, 4])),
                ("part", Tensor(storage, 5, [2, 2], [4, 1])),
                ("spread", Tensor(storage, 7, [3, 2], [0, 1])),
                ("scalar", Tensor(storage, 11, [], [])),
                ("none", Tensor(storage, 12, [0, 5], [5, 1])),
                ("half", Tensor(Storage("HalfStorage", "1", 2), 0, [2], [1])),
                ("double", Tensor(Storage("DoubleStorage", "2", 1), 0, [1], [1])),
                ("long", Tensor(Storage("LongStorage", "3", 1), 0, [], [])),
                ("bool", Tensor(Storage("BoolStorage", "4", 3), 0, [3], [1])),
                ("byte", Call(Global("torch._utils", "_rebuild_parameter"), Tensor(Storage("ByteStorage", "4", 3), 0, [3], [1]), Flag(true), None))),
            ("0", floats), ("1", Bytes((Half)1.5f, (Half)(-2f))), ("2", Bytes(0.1)), ("3", Bytes(1L << 40)), ("4", [1, 0, 1]));
        using var scope = NewDisposeScope();
        using var checkpoint = PthFolder.Read(path);
        var state = checkpoint.State.ToDictionary(entry => entry.Key["encoder.".Length..], entry => entry.Value);

        Assert.That(state.Values.Select(tensor => tensor.is_contiguous()), Is.All.True);
        Assert.That(state["whole"].shape, Is.EqualTo(new long[] { 3, 4 }));
        Assert.That(state["turned"].data<float>(), Is.EqualTo(new float[] { 0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11 }));
        Assert.That(state["part"].data<float>(), Is.EqualTo(new float[] { 5, 6, 9, 10 }));
        Assert.That(state["spread"].data<float>(), Is.EqualTo(new float[] { 7, 8, 7, 8, 7, 8 }));
        Assert.That(state["scalar"].shape, Is.Empty);
        Assert.That(state["scalar"].item<float>(), Is.EqualTo(11));
        Assert.That(state["none"].shape, Is.EqualTo(new long[] { 0, 5 }));
        Assert.That(state["half"].to(float32).data<float>(), Is.EqualTo(new[] { 1.5f, -2f }));
        Assert.That(state["double"].item<double>(), Is.EqualTo(0.1));
        Assert.That(state["long"].item<long>(), Is.EqualTo(1L << 40));
        Assert.That(state["bool"].dtype, Is.EqualTo(ScalarType.Bool));
        Assert.That(state["byte"].data<byte>(), Is.EqualTo(new byte[] { 1, 0, 1 }));

        state["part"].zero_();
        Assert.That(state["whole"].data<float>()[5], Is.EqualTo(5), "a change of one must not reach the other");
    }

    [Test]
    public void A_numpy_number_beside_the_weights_does_no_harm()
    {
        var number = Call(Global("numpy.core.multiarray", "scalar"),
            [.. Call(Global("numpy", "dtype"), Text("f8"), Int(0), Int(1)), .. Tuple(Int(3), Text("<"), None, None, None, Int(-1), Int(-1), Int(0)), (byte)'b'],
            Call(Global("_codecs", "encode"), Text("\0\0\0\0\0\0\u00f0?"), Text("latin1")));
        var path = _folder.SaveZip(WithEntry(("best", number)));
        using var checkpoint = PthFolder.Read(path);
        Assert.That(checkpoint.Notes, Has.Some.Contains("'best'"));

        static byte[] WithEntry((string, byte[]) entry) => Whole(Dict(
            ("model", Dict(("name", Text("rdn")), ("args", Dict()), ("sd", Dict()))), entry));
    }

    [Test]
    public void A_fixed_scale_tail_is_left_out_with_a_note()
    {
        var path = _folder.SaveZip(Encoder(("tail.1.bias", Tensor(Storage("FloatStorage", "0", 1), 0, [1], [1])), ("head.0.bias", Tensor(Storage("FloatStorage", "0", 1), 0, [1], [1]))), ("0", new byte[4]));
        using var checkpoint = PthFolder.Read(path);
        Assert.That(checkpoint.State.Select(entry => entry.Key), Is.EqualTo(new[] { "encoder.head.0.bias" }));
        Assert.That(checkpoint.Notes, Has.Some.Contains("tail"));
    }

    [Test]
    public void A_storage_whose_checksum_is_wrong_is_read_with_a_note()
    {
        var path = _folder.SaveZip(Encoder(("head.0.bias", Tensor(Storage("FloatStorage", "0", 2), 0, [2], [1]))), ("0", [9, 8, 7, 6, 5, 4, 3, 2]));
        var bytes = File.ReadAllBytes(path);
        bytes[bytes.AsSpan().IndexOf((ReadOnlySpan<byte>)[9, 8, 7, 6, 5, 4, 3, 2])] = 1;
        using var checkpoint = PthFolder.Read(_folder.Save(bytes));
        Assert.That(checkpoint.Notes, Has.Some.Contains("checksum"));
    }

    [Test]
    public void A_hundred_reads_leave_no_tensor_behind()
    {
        var path = Fixture.PathOf("edsr-baseline-lmi/checkpoint.pth");
        PthFolder.Read(path).Dispose();
        var before = TorchSharp.DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        for (var i = 0; i < 100; i++)
            PthFolder.Read(path).Dispose();
        Assert.That(TorchSharp.DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount, Is.EqualTo(before));
    }

    internal static void AssertSame(Checkpoint actual, Checkpoint expected)
    {
        using var scope = NewDisposeScope();
        Assert.That(JsonNode.DeepEquals(actual.Encoder?.Options, expected.Encoder?.Options));
        Assert.That(JsonNode.DeepEquals(actual.Decoder?.Options, expected.Decoder?.Options));
        Assert.That((actual.Encoder?.Name, actual.Decoder?.Name), Is.EqualTo((expected.Encoder?.Name, expected.Decoder?.Name)));
        Assert.That(actual.State.Select(entry => entry.Key), Is.EqualTo(expected.State.Select(entry => entry.Key)));
        foreach (var (a, b) in actual.State.Zip(expected.State))
        {
            Assert.That(a.Value.shape, Is.EqualTo(b.Value.shape), a.Key);
            Assert.That(a.Value.dtype, Is.EqualTo(b.Value.dtype), a.Key);
            Assert.That(a.Value.equal(b.Value).all().item<bool>(), a.Key);
        }
    }

    private static byte[] Bytes<T>(params T[] values)
        where T : unmanaged => System.Runtime.InteropServices.MemoryMarshal.AsBytes<T>(values).ToArray();
}
