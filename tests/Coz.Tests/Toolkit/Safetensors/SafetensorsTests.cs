using System.Buffers.Binary;
using System.Text;
using Coz.Contracts;
using Coz.Tests.Support;
using Coz.Toolkit;
using TorchSharp;
using static TorchSharp.torch;
using Files = Coz.Toolkit.Safetensors;

namespace Coz.Tests.Toolkit;

public sealed class SafetensorsTests
{
    private TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TemporaryFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [TestCase(ScalarType.Float64)]
    [TestCase(ScalarType.Float32)]
    [TestCase(ScalarType.Float16)]
    [TestCase(ScalarType.BFloat16)]
    [TestCase(ScalarType.Int64)]
    [TestCase(ScalarType.Int32)]
    [TestCase(ScalarType.Int16)]
    [TestCase(ScalarType.Int8)]
    [TestCase(ScalarType.Byte)]
    [TestCase(ScalarType.Bool)]
    public void Every_type_comes_back_equal(ScalarType type)
    {
        using var scope = NewDisposeScope();
        var matrix = arange(12).reshape(3, 4).to(type);
        var path = _folder.Path("a.safetensors");
        Files.Write(path, [new("matrix", matrix), new("turned", matrix.t()), new("scalar", matrix[1, 0]), new("none", empty(0, 3, dtype: type))]);

        using var content = Files.Read(path);

        Assert.That(content.Tensors.Select(entry => entry.Key), Is.EqualTo(new[] { "matrix", "turned", "scalar", "none" }));
        Assert.That(content["matrix"].dtype, Is.EqualTo(type));
        Assert.That(content["matrix"].equal(matrix).all().item<bool>());
        Assert.That(content["turned"].shape, Is.EqualTo(new long[] { 4, 3 }));
        Assert.That(content["turned"].equal(matrix.t()).all().item<bool>());
        Assert.That(content["scalar"].shape, Is.Empty);
        Assert.That(content["scalar"].equal(matrix[1, 0]).item<bool>());
        Assert.That(content["none"].shape, Is.EqualTo(new long[] { 0, 3 }));
    }

    [Test]
    public void Equal_input_gives_equal_bytes_and_aligned_tensors()
    {
        using var scope = NewDisposeScope();
        KeyValuePair<string, Tensor>[] tensors = [new("flags", ones(3, uint8)), new("é\"", arange(5, float64)), new("x", ones(7, float32))];
        var metadata = new Dictionary<string, string> { ["b"] = "2", ["a"] = "1\n" };
        Files.Write(_folder.Path("1"), tensors, metadata);
        Files.Write(_folder.Path("2"), tensors, new Dictionary<string, string> { ["a"] = "1\n", ["b"] = "2" });

        Assert.That(File.ReadAllBytes(_folder.Path("1")), Is.EqualTo(File.ReadAllBytes(_folder.Path("2"))));
        using var file = SafetensorsFile.Open(_folder.Path("1"));
        Assert.That(file.Metadata, Is.EquivalentTo(metadata));
        Assert.That(file.Entries.Select(entry => entry.Name), Is.EqualTo(new[] { "flags", "é\"", "x" }));
        foreach (var entry in file.Entries)
            Assert.That(entry.Offset % TensorBytes.SizeOf(entry.Type), Is.Zero, entry.Name);
    }

    [Test]
    public void A_hundred_reads_leave_no_tensor_behind()
    {
        using (var scope = NewDisposeScope())
            Files.Write(_folder.Path("a"), [new("x", ones(5)), new("y", zeros(2, 2))]);
        var before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        for (var i = 0; i < 100; i++)
            Files.Read(_folder.Path("a")).Dispose();

        Assert.That(DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount, Is.EqualTo(before));
    }

    [TestCase("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "overlap")]
    [TestCase("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "gap")]
    [TestCase("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 8, "end at 4 of 8")]
    [TestCase("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 4, "0..8 of 4")]
    [TestCase("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", 8, "(3)")]
    [TestCase("""{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}""", 0, "4611686018427387904")]
    [TestCase("""{"a":{"dtype":"F32","shape":[9223372036854775807,9223372036854775807,9223372036854775807],"data_offsets":[0,8]}}""", 8, "has 8 bytes")]
    [TestCase("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4, "whole numbers")]
    [TestCase("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", 4, "4..0")]
    [TestCase("""{"a":{"dtype":"C64","shape":[1],"data_offsets":[0,8]}}""", 8, "C64")]
    [TestCase("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "distinct")]
    [TestCase("""{"__metadata__":{"a":1}}""", 0, "metadata")]
    [TestCase("""{"__metadata__":["a"]}""", 0, "metadata")]
    [TestCase("""{"a":3}""", 0, "dtype")]
    [TestCase("""{"a\nb\u001b[31m":3}""", 0, "a b?[31m")]
    [TestCase("""[1]""", 0, "object")]
    [TestCase("""{"a":""", 0, "JSON")]
    [TestCase("""{"a":{{{{{{{{{{{{""", 0, "JSON")]
    public void A_wrong_header_is_one_line_that_says_what_is_wrong(string header, int bytes, string expected)
    {
        var path = Save("wrong.safetensors", Join((ulong)Encoding.UTF8.GetByteCount(header), header, bytes));
        Assert.That(() => Files.Read(path), Throws.InstanceOf<CozException>().With.Message.Contains(expected).And.Message.Contains(path).And.Message.Not.Contains("\n"));
    }

    [TestCase(0ul)]
    [TestCase(17ul)]
    [TestCase(99_999_999ul)]
    [TestCase(100_000_001ul)]
    [TestCase(ulong.MaxValue)]
    public void A_wrong_header_length_is_refused(ulong length)
    {
        var path = Save("wrong.safetensors", Join(length, "{}", 4));
        Assert.That(() => Files.Read(path), Throws.InstanceOf<CozException>());
    }

    [Test]
    public void A_file_cut_anywhere_or_with_any_changed_byte_never_gives_anything_but_a_CozException()
    {
        using (var scope = NewDisposeScope())
            Files.Write(_folder.Path("a"), [new("weight", ones(2, 3)), new("bias", zeros(3, int64))], new Dictionary<string, string> { ["k"] = "v" });
        var whole = File.ReadAllBytes(_folder.Path("a"));
        for (var length = 0; length < whole.Length; length++)
            Assert.That(() => Files.Read(Save("cut", whole[..length])).Dispose(), Throws.InstanceOf<CozException>(), $"{length} bytes");

        var random = new Random(7);
        var refused = 0;
        for (var round = 0; round < 600; round++)
        {
            var changed = whole.ToArray();
            for (var hits = random.Next(1, 4); hits > 0; hits--)
                changed[random.Next(whole.Length)] = (byte)random.Next(256);
            try
            {
                Files.Read(Save("changed", changed)).Dispose();
            }
            catch (CozException)
            {
                refused++;
            }
        }

        Assert.That(refused, Is.GreaterThan(200));
    }

    [Test]
    public void A_write_that_fails_leaves_the_old_file_and_no_other()
    {
        using var scope = NewDisposeScope();
        Files.Write(_folder.Path("a"), [new("x", ones(1))]);
        var before = File.ReadAllBytes(_folder.Path("a"));

        Assert.That(() => Files.Write(_folder.Path("a"), [new("x", zeros(1)), new("x", zeros(1))]), Throws.InstanceOf<CozException>().With.Message.Contains("twice"));
        Assert.That(() => Files.Write(_folder.Path("a"), [new("x", zeros(1, complex64))]), Throws.InstanceOf<CozException>().With.Message.Contains("type"));
        Assert.That(() => WholeFile.Write(_folder.Path("a"), _ => throw new IOException("disk full")), Throws.InstanceOf<CozException>().With.Message.Contains("disk full"));
        Assert.That(Directory.GetFiles(_folder.FullPath), Is.EqualTo(new[] { _folder.Path("a") }));
        Assert.That(File.ReadAllBytes(_folder.Path("a")), Is.EqualTo(before));
    }

    [Test]
    public void A_missing_tensor_is_named_beside_those_that_are_there()
    {
        using (var scope = NewDisposeScope())
            Files.Write(_folder.Path("a"), [new("A.inp", ones(1))]);
        using var file = SafetensorsFile.Open(_folder.Path("a"));
        Assert.That(() => file.Read("B.inp"), Throws.InstanceOf<CozException>().With.Message.Contains("B.inp").And.Message.Contains("A.inp"));
    }

    private string Save(string name, byte[] bytes)
    {
        File.WriteAllBytes(_folder.Path(name), bytes);
        return _folder.Path(name);
    }

    private static byte[] Join(ulong length, string header, int bytes)
    {
        var prefix = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(prefix, length);
        return [.. prefix, .. Encoding.UTF8.GetBytes(header), .. new byte[bytes]];
    }
}
