using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json.Nodes;
using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Plugins.Checkpoints.Native;
using Coz.Plugins.Checkpoints.Official;
using Coz.Tests.Support;
using Coz.Toolkit;
using static TorchSharp.torch;

namespace Coz.Tests.Plugins.Checkpoints;

public sealed class RoundTripTests
{
    private readonly OfficialFormat _official = new();
    private readonly NativeFormat _native = new();
    private PthFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new PthFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [TestCaseSource(typeof(Fixture), nameof(Fixture.Names))]
    public void A_checkpoint_goes_to_safetensors_and_to_pth_and_back_unchanged(string name)
    {
        using var first = _official.Read(Fixture.PathOf(name));
        _native.Write(first, _folder.Path("1.safetensors"));
        Assert.That(_native.CanRead(_folder.Path("1.safetensors")));
        using var second = _native.Read(_folder.Path("1.safetensors"));
        _official.Write(second, _folder.Path("2.pth"));
        using var third = PthFolder.Read(_folder.Path("2.pth"));
        _native.Write(third, _folder.Path("3.safetensors"));
        _official.Write(third, _folder.Path("4.pth"));

        OfficialReadTests.AssertSame(second, first);
        OfficialReadTests.AssertSame(third, first);
        Assert.That((second.Epoch, third.Epoch), Is.EqualTo((first.Epoch, first.Epoch)));
        Assert.That(third.Notes, Is.Empty);
        Assert.That(File.ReadAllBytes(_folder.Path("3.safetensors")), Is.EqualTo(File.ReadAllBytes(_folder.Path("1.safetensors"))));
        Assert.That(File.ReadAllBytes(_folder.Path("4.pth")), Is.EqualTo(File.ReadAllBytes(_folder.Path("2.pth"))));
    }

    [Test]
    public void A_written_pth_has_torchs_records_each_at_a_multiple_of_64()
    {
        using var checkpoint = _official.Read(Fixture.PathOf("edsr-baseline-lmi/checkpoint.pth"));
        _official.Write(checkpoint, _folder.Path("a.pth"));

        var bytes = File.ReadAllBytes(_folder.Path("a.pth"));
        using var zip = ZipFile.OpenRead(_folder.Path("a.pth"));
        var names = zip.Entries.Select(entry => entry.FullName).ToList();
        Assert.That(names, Does.Contain("archive/data.pkl").And.Contain("archive/byteorder").And.Contain("archive/version").And.Contain("archive/data/0"));
        Assert.That(names, Has.Count.EqualTo(3 + checkpoint.State.Count));
        var (key, tensor) = checkpoint.State[^1];
        using var content = new MemoryStream();
        TensorBytes.Write(content, tensor);
        var position = bytes.AsSpan().IndexOf(content.ToArray());
        Assert.That(position, Is.Positive, key);
        Assert.That(position % 64, Is.Zero, key);
    }

    [TestCase("edsr-baseline-lmi/checkpoint.pth")]
    [TestCase("rdn-liif/checkpoint.pth")]
    [TestCase("edsr-baseline/checkpoint.pth")]
    public void Pythons_own_unpickler_reads_what_is_written_as_it_reads_the_official_file(string name)
    {
        using var checkpoint = _official.Read(Fixture.PathOf(name));
        _official.Write(checkpoint, _folder.Path("a.pth"));
        File.WriteAllText(_folder.Path("compare.py"), Script);
        var start = new ProcessStartInfo("python3", [_folder.Path("compare.py"), Fixture.PathOf(name), _folder.Path("a.pth")]) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
            process.WaitForExit();
            Assert.That(output.Trim(), Is.EqualTo("same"));
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Ignore("python3 is not installed here.");
        }
    }

    [Test]
    public void An_option_that_the_official_code_lacks_is_not_dropped_in_silence()
    {
        using var tensor = ones(1);
        using var checkpoint = new Checkpoint(new PartSpec("edsr-baseline", new JsonObject { ["mean_shift"] = false }), null, []);
        Assert.That(() => _official.Write(checkpoint, _folder.Path("a.pth")), Throws.InstanceOf<CozException>().With.Message.Contains("mean_shift"));
        using var foreign = new Checkpoint(new PartSpec("edsr-baseline", []), new PartSpec("my-own", []), []);
        Assert.That(() => _official.Write(foreign, _folder.Path("a.pth")), Throws.InstanceOf<CozException>().With.Message.Contains("my-own"));
        Assert.That(Directory.GetFiles(_folder.FullPath), Is.Empty);
    }

    [Test]
    public void A_safetensors_file_that_does_not_say_its_model_is_refused()
    {
        using var scope = NewDisposeScope();
        Safetensors.Write(_folder.Path("a.safetensors"), [new("x", ones(1))]);
        Assert.That(() => _native.Read(_folder.Path("a.safetensors")), Throws.InstanceOf<CozException>().With.Message.Contains("does not say which model"));
        Safetensors.Write(_folder.Path("b.safetensors"), [], new Dictionary<string, string> { ["coz.version"] = "2", ["coz.encoder"] = "{}" });
        Assert.That(() => _native.Read(_folder.Path("b.safetensors")), Throws.InstanceOf<CozException>().With.Message.Contains("version '2'"));
        foreach (var spec in new[] { "{", "3", "{}", "{\"name\":3}", "{\"name\":\"a\",\"options\":[]}", "{\"name\":\"a\",\"name\":\"b\"}" })
        {
            Safetensors.Write(_folder.Path("c.safetensors"), [], new Dictionary<string, string> { ["coz.version"] = "1", ["coz.encoder"] = spec });
            Assert.That(() => _native.Read(_folder.Path("c.safetensors")), Throws.InstanceOf<CozException>().With.Message.Contains("coz.encoder"), spec);
        }
    }

    [Test]
    public void A_checkpoint_rebuilds_its_own_model_from_either_format()
    {
        var factory = new ModelFactory(new TestParts());
        using var checkpoint = factory.Read(Fixture.PathOf("edsr-baseline-lmi/checkpoint.pth"));
        _native.Write(checkpoint, _folder.Path("a.safetensors"));
        using var model = factory.Load(_folder.Path("a.safetensors"));
        Assert.That((model.EncoderPart!.Name, model.DecoderPart.Name, model.IsTrained), Is.EqualTo(("edsr-baseline", "lmi", (bool?)true)));

        // And what a trained model says of itself, every option stated, goes to the official layout and back.
        using var trained = new Checkpoint(PartSpec.From(model.EncoderPart), PartSpec.From(model.DecoderPart), model.State(), 7);
        _official.Write(trained, _folder.Path("b.pth"));
        using var back = factory.Load(_folder.Path("b.pth"));
        using var scope = NewDisposeScope();
        foreach (var (a, b) in back.State().Zip(model.State()))
            Assert.That(a.Value.equal(b.Value).all().item<bool>(), a.Key);
    }

    [TestCase("edsr-baseline-liif")]
    [TestCase("edsr-baseline-lmi")]
    [TestCase("edsr-baseline-metasr")]
    public void A_skip_that_the_official_decoders_lack_is_not_written(string model)
    {
        using var checkpoint = new ModelFactory(new TestParts()).Read(Fixture.PathOf($"{model}/checkpoint.pth"));
        checkpoint.Decoder!.Options["skip"] = true;
        Assert.That(() => _official.Write(checkpoint, _folder.Path("x.pth")), Throws.TypeOf<CozException>().With.Message.Contains("option 'skip'").And.Message.Contains("is true"));
    }

    private const string Script = """
        import collections, io, pickle, sys, zipfile
        def rebuild(storage, offset, size, stride, grad, hooks):
            return storage, offset, tuple(size), tuple(stride), grad, hooks
        class Reader(pickle.Unpickler):
            def find_class(self, module, name):
                if (module, name) == ('torch._utils', '_rebuild_tensor_v2'): return rebuild
                if (module, name) == ('collections', 'OrderedDict'): return collections.OrderedDict
                if module == 'torch' and name.endswith('Storage'): return name
                raise Exception(module + '.' + name)
            def persistent_load(self, id):
                kind, type, key, location, count = id
                data = self.zip.read(self.root + '/data/' + key)
                assert kind == 'storage' and location == 'cpu' and len(data) == 4 * count
                return type, data
        def load(path):
            archive = zipfile.ZipFile(path)
            assert archive.testzip() is None
            name = [n for n in archive.namelist() if n.endswith('/data.pkl')][0]
            reader = Reader(io.BytesIO(archive.read(name)))
            reader.zip, reader.root = archive, name[:-9]
            return reader.load()
        def covers(ours, theirs):
            return all(covers(ours[k], v) if isinstance(v, dict) else ours[k] == v for k, v in theirs.items())
        theirs, ours = load(sys.argv[1])['model'], load(sys.argv[2])['model']
        assert type(ours['sd']) is collections.OrderedDict and list(ours['sd'].items()) == list(theirs['sd'].items())
        assert ours['name'] == theirs['name'] and covers(ours['args'], theirs['args'])
        print('same')
        """;
}
