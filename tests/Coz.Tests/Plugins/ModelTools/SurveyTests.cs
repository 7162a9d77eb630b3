using System.Text.Json.Nodes;
using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Plugins.ModelTools.Describe;
using Coz.Tests.Support;

namespace Coz.Tests.Plugins.ModelTools;

/// <summary>All decoders and encoders side by side, and what each of ours says of itself.</summary>
public sealed class SurveyTests
{
    private const int LongestLine = 110;
    private JsonObject _all = null!;

    [OneTimeSetUp]
    public async Task DescribeAll() => _all = (await Run(new DescribeOptions { All = true }, new TestParts())).Json;

    [Test]
    public async Task The_committed_table_is_what_the_decoders_say()
    {
        using var folder = new TemporaryFolder();
        var written = folder.Path("models.md");
        await Run(new DescribeOptions { All = true, Out = written }, new TestParts());
        var actual = await File.ReadAllTextAsync(written);
        var file = Repository.Path("docs", "models.md");
        if (Environment.GetEnvironmentVariable("COZ_APPROVE") == "1")
            await File.WriteAllTextAsync(file, actual);

        Assert.That(actual, Is.EqualTo((await File.ReadAllTextAsync(file)).ReplaceLineEndings("\n")), "docs/models.md is stale: run this test once with COZ_APPROVE=1, or coz describe --all --out docs/models.md");
    }

    [Test]
    public void Each_of_our_decoders_and_encoders_explains_itself_in_five_lines_and_names_its_origin()
    {
        var parts = _all["decoders"]!.AsArray().Concat(_all["encoders"]!.AsArray()).ToList();
        Assert.That(parts, Has.Count.EqualTo(14));
        Assert.Multiple(() =>
        {
            foreach (var part in parts)
            {
                var lines = part!["explanation"]!.AsArray().Select(line => $"{line}").ToList();
                Assert.That(lines, Has.Count.EqualTo(5), $"{part["name"]}");
                Assert.That(lines, Has.All.Length.InRange(20, LongestLine).And.All.EndsWith("."), $"{part["name"]}");
                Assert.That((string?)part["source"], Does.Match(@"\S+/\S+ [0-9a-f]{7}"), $"{part["name"]}: repository and commit");
                Assert.That((string?)part["source_license"], Is.Not.Null.And.Not.Empty, $"{part["name"]}");
                Assert.That((string?)part["paper"], Is.Not.Null.And.Not.Empty, $"{part["name"]}");
                Assert.That(part["option_descriptions"]!.AsObject().Select(option => option.Key), Is.EquivalentTo(part["options"]!.AsObject().Select(option => option.Key)), $"{part["name"]}: every option is described");
            }
        });
    }

    [Test]
    public void Variants_are_counted_beside_the_defaults()
    {
        var clit = Decoder("clit");
        Assert.That((long)clit["parameters"]!, Is.EqualTo(10509070));
        Assert.That(clit["variants"]!.AsArray().Select(variant => ((string?)variant!["set"], (long)variant["parameters"]!)), Is.EqualTo(new[] { ("stages=3", 15689489L) }));
    }

    [Test]
    public void The_papers_swapped_figures_are_a_note_of_both_decoders()
    {
        Assert.That($"{Decoder("linf")["notes"]}", Does.Contain("794.9K").And.Contain("705,216"));
        Assert.That($"{Decoder("srno")["notes"]}", Does.Contain("705.2K").And.Contain("794,883"));
    }

    [Test]
    public async Task A_decoder_that_cannot_be_constructed_is_named_and_stops_nobody()
    {
        var run = new TestRun("");
        var result = await Run(new DescribeOptions { All = true }, new WithBrokenDecoder(new TestParts()), run);

        Assert.That(result.Json["decoders"]!.AsArray(), Has.Count.EqualTo(_all["decoders"]!.AsArray().Count));
        Assert.That(result.Json["failed"]!.AsArray().Select(part => (string?)part!["name"]), Is.EqualTo(new[] { "broken" }));
        Assert.That(run.Events.OfType<MessageEvent>().Single(message => message.IsWarning).Text, Is.EqualTo("decoder broken (plugin some.plugin) is left out: it has no luck"));
    }

    [Test]
    public async Task With_an_encoder_decoders_are_counted_over_its_channels()
    {
        var parts = new TestParts();
        var encoder = parts.Bind<Encoder>("edsr-baseline", new JsonObject { ["n_feats"] = 8, ["n_resblocks"] = 1 });
        var json = (await Run(new DescribeOptions { All = true, Encoder = encoder }, parts)).Json;
        Assert.That((long)json["decoders"]!.AsArray().Single(part => (string?)part!["name"] == "metasr")!["parameters"]!, Is.EqualTo((4 * 256) + (257 * 8 * 27)));
    }

    private JsonObject Decoder(string name) => _all["decoders"]!.AsArray().Single(part => (string?)part!["name"] == name)!.AsObject();

    private static Task<TaskResult> Run(DescribeOptions options, IPartFactory parts, TestRun? run = null) =>
        new DescribeTask(options, parts).RunAsync(run ?? new TestRun(""), CancellationToken.None);

    private sealed class WithBrokenDecoder(TestParts parts) : IPartFactory
    {
        public IReadOnlyList<PartInfo> List<T>()
            where T : class => typeof(T) == typeof(Decoder) ? [new PartInfo("decoder", "broken", "Broken", "some.plugin"), .. parts.List<T>()] : parts.List<T>();

        public Part<T> Bind<T>(string name, JsonObject? options = null, string origin = "")
            where T : class => name == "broken" ? new Part<T>(name) : parts.Bind<T>(name, options, origin);

        public T Create<T>(Part<T> part, params object[] context)
            where T : class => part.Name == "broken" ? throw new CozException("it has no\nluck", new InvalidOperationException("inside")) : parts.Create(part, context);
    }
}
