using System.Text.Json.Nodes;
using Coz.Tests.Support;

namespace Coz.Tests.CommandLine;

/// <summary>Bad input: one clear line on standard error, exit code 1 or 2, no stack trace, no partial file.</summary>
[TestFixture]
[Parallelizable(ParallelScope.Children)]
public sealed class RefusalTests
{
    private TemporaryFolder _folder = null!;

    [OneTimeSetUp]
    public void MakeBadFiles()
    {
        _folder = new TemporaryFolder();
        File.WriteAllText(_folder.Path("malformed.json"), "{\n  \"task\": { \"name\": \"benchmark\" },\n  \"models\" [\"bicubic\"]\n}");
        File.WriteAllText(_folder.Path("nothing.json"), """{ "task": { "name": "benchmark" }, "models": ["bicubic"], "data": {} }""");
        File.WriteAllText(_folder.Path("null.json"), """{ "task": { "name": "benchmark" }, "models": [null], "data": { "source": "procedural" } }""");
        File.WriteAllText(_folder.Path("good.json"), """{ "task": { "name": "benchmark" }, "models": ["bicubic"], "data": { "source": "procedural", "count": 1, "height": 48, "width": 48, "scales": [2] } }""");
        File.WriteAllText(_folder.Path("text", "a.png"), "this is no picture");
        File.WriteAllText(_folder.Path("model.pth"), "this is no checkpoint");
        Directory.CreateDirectory(_folder.Path("empty"));
    }

    [OneTimeTearDown]
    public void DeleteFolder() => _folder.Dispose();

    [TestCase(2, "malformed.json, line 3", "validate", "malformed.json")]
    [TestCase(2, "data is missing", "validate", "nothing.json")]
    [TestCase(2, "models:0", "validate", "null.json")]
    [TestCase(2, "There is no experiment absent.json", "run", "absent.json")]
    [TestCase(2, "got nothing", "validate", "")]
    [TestCase(2, "did you mean 'bicubic'", "run", "good.json", "--set", "models=bicubi")]
    [TestCase(2, "did you mean 'procedural'", "run", "good.json", "--set", "data:source=proceduran")]
    [TestCase(2, "did you mean 'benchmark'", "run", "good.json", "--set", "task:name=benchmrk")]
    [TestCase(2, "did you mean 'scales'", "run", "good.json", "--set", "data:scale=3")]
    [TestCase(2, "did you mean 'models'", "run", "good.json", "--set", "model=bicubic")]
    [TestCase(2, "got 0", "run", "good.json", "--set", "data:scales=0")]
    [TestCase(2, "got -1", "run", "good.json", "--set", "data:scales=-1")]
    [TestCase(2, "got NaN", "run", "good.json", "--set", "data:scales=NaN")]
    [TestCase(2, "got 1000000000", "run", "good.json", "--set", "data:scales=1e9")]
    [TestCase(2, "text/a.png is no image", "run", "good.json", "--set", "data={\"source\":\"image-folder\",\"root\":\"text\",\"scales\":[2]}")]
    [TestCase(2, "empty holds no image", "run", "good.json", "--set", "data={\"source\":\"image-folder\",\"root\":\"empty\",\"scales\":[2]}")]
    [TestCase(1, "model.pth is no checkpoint", "run", "good.json", "--set", "models=./model.pth")]
    [TestCase(1, "model.pth is no checkpoint", "convert", "model.pth", "out.safetensors")]
    [TestCase(2, "a list is empty", "run", "good.json", "--dry-run", "--set", "matrix={\"seed\":[]}")]
    [TestCase(2, "did you mean 'encoders'", "list", "encodrs")]
    [TestCase(2, "did you mean 'lmi'", "describe", "--decoder", "lmj")]
    [TestCase(2, "leave decoder and metric out", "describe", "--all", "--decoder", "lmi")]
    [TestCase(2, "out is for all", "describe", "--decoder", "lmi", "--out", "lmi.md")]
    [TestCase(2, "leave the other arguments out", "describe", "decoder/lmi", "--all")]
    [TestCase(2, "got '0x3'", "cost", "--decoder", "lmi", "--size", "0x3")]
    [TestCase(2, "got -1", "cost", "--decoder", "lmi", "--scale", "-1")]
    [TestCase(2, "Got 0", "cost", "--decoder", "lmi", "--rounds", "0")]
    [TestCase(2, "did you mean 'lmi'", "cost", "--decoder", "lmj")]
    [TestCase(2, "legal: all, grid, points", "cost", "--decoder", "lmi", "--paths", "tiles")]
    [TestCase(2, "got '3'", "cost", "--all", "--size", "3")]
    [TestCase(2, "choose one", "cost", "--decoder", "lmi", "--peak")]
    [TestCase(2, "choose one", "cost")]
    [TestCase(2, "'frobnicate' is no verb", "frobnicate")]
    public void Bad_input_gets_one_clear_line(int code, string message, params string[] arguments)
    {
        var before = Directory.GetFiles(_folder.FullPath, "*", SearchOption.AllDirectories);
        var plain = CozProcess.Run(_folder.FullPath, arguments);
        var json = CozProcess.Run(_folder.FullPath, [.. arguments, "--json"]);

        var lines = plain.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith("run folder:", StringComparison.Ordinal)).ToList();
        Assert.That(plain.Code, Is.EqualTo(code), plain.Errors);
        Assert.That(lines, Has.Count.EqualTo(1), plain.Errors);
        Assert.That(lines[0], Does.StartWith("coz: ").And.Contain(message));
        Assert.That(plain.Errors, Does.Not.Contain("   at "));
        Assert.That(json.Code, Is.EqualTo(code));
        Assert.That((string?)JsonNode.Parse(json.Output)!["error"], Does.Contain(message));
        Assert.That(Directory.GetFiles(_folder.FullPath, "*", SearchOption.AllDirectories), Is.EquivalentTo(before), "no file is left");
    }
}
