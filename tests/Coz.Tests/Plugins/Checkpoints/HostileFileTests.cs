using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using Coz.Contracts;
using static Coz.Tests.Plugins.Checkpoints.PickleBytes;

namespace Coz.Tests.Plugins.Checkpoints;

/// <summary>Files that are damaged, or made to do harm: one line each, nothing run, no memory or time wasted.</summary>
public sealed class HostileFileTests
{
    private const long MostManagedBytes = 512 << 20;

    private PthFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new PthFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [TestCase("os", "system")]
    [TestCase("posix", "system")]
    [TestCase("builtins", "eval")]
    [TestCase("__builtin__", "eval")]
    [TestCase("subprocess", "Popen")]
    [TestCase("torch.storage", "_load_from_bytes")]
    [TestCase("torch", "load")]
    [TestCase("models.edsr", "EDSR")]
    [TestCase("collections", "Counter")]
    public void A_forbidden_global_is_named_beside_the_file_and_nothing_is_run(string module, string name)
    {
        var mark = _folder.Path("was-run");
        var call = Call(Global(module, name), Text($"touch '{mark}'"));
        byte[][] pickles =
        [
            Whole(call),
            Whole(Global(module, name)),
            Whole(Dict(("model", Dict(("name", Text("lmi")), ("args", Dict()), ("sd", List(Tuple(call))))))),
            Encoder(("head.0.bias", call)),
            Whole(Call(StackGlobal(module, name), Text($"touch '{mark}'")), protocol: 4),
            Whole([(byte)'(', .. Text($"touch '{mark}'"), (byte)'i', .. Encoding.ASCII.GetBytes($"{module}\n{name}\n")]),
        ];
        foreach (var pickle in pickles)
        {
            AssertRefused(_folder.SaveZip(pickle), $"{module}.{name}");
            AssertRefused(_folder.Save(pickle), $"{module}.{name}");
        }

        Assert.That(File.Exists(mark), Is.False);
    }

    [Test]
    public void A_forbidden_global_in_a_legacy_stream_is_refused_too()
    {
        byte[] magic = [0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, (byte)'.'];
        AssertRefused(_folder.Save([.. magic, .. Whole(Int(1001)), .. Whole(Dict()), .. Whole(Call(Global("os", "system"), Text("true")))]), "os.system");
    }

    [Test]
    public void A_name_with_line_ends_and_escapes_stays_one_line()
    {
        AssertRefused(_folder.SaveZip(Whole([(byte)'c', .. "os\u001b[31m\r\nsystem\n"u8])), "os?[31m");
        AssertRefused(_folder.SaveZip(Encoder(("a\nb", Int(1)))), "a b");
    }

    public static IEnumerable<TestCaseData> Bombs()
    {
        var one = Storage("FloatStorage", "0", 1);
        yield return Bomb("a text of 4 GB", "4294967295 bytes", [0x80, 2, (byte)'X', 255, 255, 255, 255, (byte)'a']);
        yield return Bomb("a storage of 2^60 elements", "without saying which", Encoder(("a", Tensor(Storage("FloatStorage", "0", 1L << 60), 0, [1], [1]))));
        yield return Bomb("a storage of 2^62 elements", "without saying which", Encoder(("a", Tensor(Storage("DoubleStorage", "0", 1L << 62), 0, [1], [1]))));
        yield return Bomb("a negative storage", "without saying which", Encoder(("a", Tensor(Storage("FloatStorage", "0", -1), 0, [1], [1]))));
        yield return Bomb("a storage larger than its record", "expected 8", Encoder(("a", Tensor(Storage("FloatStorage", "0", 2), 0, [1], [1]))));
        yield return Bomb("a missing storage", "storage 7 is missing", Encoder(("a", Tensor(Storage("FloatStorage", "7", 1), 0, [1], [1]))));
        yield return Bomb("one number spread over 10^12", "2 times", Encoder(("a", Tensor(one, 0, [1_000_000, 1_000_000], [0, 0]))));
        yield return Bomb("one number spread over 10^72", "2 times", Encoder(("a", Tensor(one, 0, [long.MaxValue, long.MaxValue, long.MaxValue, long.MaxValue], [0, 0, 0, 0]))));
        yield return Bomb("ten thousand tensors of one storage", "2 times", Encoder([.. Enumerable.Range(0, 10_000).Select(i => ($"a{i}", Tensor(one, 0, [100_000], [0])))]));
        yield return Bomb("a tensor behind its storage", "reaches element 1", Encoder(("a", Tensor(one, 1, [1], [1]))));
        yield return Bomb("a tensor before its storage", "do not match", Encoder(("a", Tensor(one, -1, [2], [1]))));
        yield return Bomb("strides that overflow", "reaches element", Encoder(("a", Tensor(one, 0, [long.MaxValue, 2], [long.MaxValue, 1]))));
        yield return Bomb("negative sides", "do not match", Encoder(("a", Tensor(one, 0, [-1, -1], [1, 1]))));
        yield return Bomb("a hundred axes", "do not match", Encoder(("a", Tensor(one, 0, [.. Enumerable.Repeat(1L, 100)], [.. Enumerable.Repeat(0L, 100)]))));
        yield return Bomb("lists in each other", "a list", Whole([.. Enumerable.Repeat((byte)']', 900_000), .. Enumerable.Repeat((byte)'a', 899_999)]));
        yield return Bomb("a million tuples in each other", "a list", Whole([(byte)')', .. Enumerable.Repeat((byte)0x85, 1_000_000)]));
        yield return Bomb("opcodes without end", "opcodes", Whole([.. Enumerable.Repeat("N0"u8.ToArray(), 2_000_000).SelectMany(pair => pair)]));
        yield return Bomb("a dictionary that holds itself", "'name'", [0x80, 2, (byte)'}', (byte)'q', 0, .. Text("model"), (byte)'h', 0, (byte)'s', (byte)'.']);
        yield return Bomb("a pickle that takes from an empty stack", "from its stack", [0x80, 2, (byte)'0', (byte)'.']);
        yield return Bomb("an unmarked tuple", "mark", [0x80, 2, (byte)'t', (byte)'.']);
        yield return Bomb("an object that was not made", "object 9", [0x80, 2, (byte)'h', 9, (byte)'.']);
        yield return Bomb("a number that is called", "no function", Whole(Call(Int(3), Int(4))));
        yield return Bomb("a tuple as key", "key", Whole([(byte)'}', .. Tuple(Int(1)), .. Int(2), (byte)'s']));
        yield return Bomb("a tensor made of texts", "not made of", Encoder(("a", Call(Global("torch._utils", "_rebuild_tensor_v2"), Text("a"), Text("b"), Text("c"), Text("d")))));
        yield return Bomb("an unknown protocol", "protocol 9", [0x80, 9, (byte)'N', (byte)'.']);
        yield return Bomb("no pickle at all", "STOP", []);

        static TestCaseData Bomb(string name, string expected, byte[] pickle) => new TestCaseData(pickle, expected).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Bombs))]
    public void A_pickle_that_claims_too_much_is_refused(byte[] pickle, string expected) => AssertRefused(_folder.SaveZip(pickle, ("0", new byte[4])), expected);

    [Test]
    public void A_record_that_unpacks_to_far_more_than_the_file_is_refused()
    {
        var path = _folder.SaveZip(Encoder(("a", Tensor(Storage("FloatStorage", "0", 16 << 20), 0, [1], [1]))), CompressionLevel.SmallestSize, ("0", new byte[64 << 20]));
        AssertRefused(path, "unpack");
    }

    [Test]
    public void A_zip_with_a_record_twice_or_without_a_pickle_is_refused()
    {
        AssertRefused(_folder.SaveZip(Encoder(), ("0", []), ("0", [1])), "twice");
        using (var zip = new ZipArchive(File.Create(_folder.Path("other.pth")), ZipArchiveMode.Create))
            zip.CreateEntry("word/document.xml");
        AssertRefused(_folder.Path("other.pth"), "data.pkl");
    }

    [TestCase("edsr-baseline-lmi/checkpoint.pth")]
    [TestCase("edsr-baseline-lmi/checkpoint_legacy_format.pth")]
    public void A_file_cut_at_any_length_is_refused(string name)
    {
        var whole = File.ReadAllBytes(Fixture.PathOf(name));
        var random = new Random(11);
        foreach (var length in Enumerable.Range(0, 150).Select(_ => random.Next(4, whole.Length)).Concat([4, whole.Length - 1, whole.Length - 2]))
            AssertRefused(_folder.Save(whole[..length]));
    }

    [TestCase("edsr-baseline-lmi/checkpoint.pth")]
    [TestCase("edsr-baseline-lmi/checkpoint_legacy_format.pth")]
    public void A_file_with_changed_bytes_is_read_or_refused_but_never_anything_else(string name)
    {
        var whole = File.ReadAllBytes(Fixture.PathOf(name));
        var random = new Random(12);
        var refused = 0;
        for (var round = 0; round < 250; round++)
        {
            var changed = whole.ToArray();
            // Most bytes are weights, which may be anything: aim at the pickle and at the zip's directory.
            var from = random.Next(2) == 0 ? 2 : name.Contains("legacy", StringComparison.Ordinal) ? 2 : whole.Length - 3000;
            for (var hits = random.Next(1, 5); hits > 0; hits--)
                changed[from + random.Next(3000 - 3)] = (byte)random.Next(256);
            try
            {
                Measure(() => PthFolder.Read(_folder.Save(changed)).Dispose());
            }
            catch (CozException e)
            {
                Assert.That(e.Message, Does.Not.Contain("\n"));
                refused++;
            }
        }

        Assert.That(refused, Is.GreaterThan(50));
    }

    private static void AssertRefused(string path, string expected = "") => Assert.That(
        () => Measure(() => PthFolder.Read(path).Dispose()),
        Throws.InstanceOf<CozException>().With.Message.Contains(path).And.Message.Contains(expected).And.Message.Not.Contains("\n"));

    private static void Measure(Action read)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();
        try
        {
            read();
        }
        finally
        {
            var length = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.That(length, Is.LessThan(MostManagedBytes));
            Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(30)));
        }
    }
}
