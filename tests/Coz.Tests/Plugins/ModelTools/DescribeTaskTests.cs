using System.Text.Json.Nodes;
using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Plugins.ModelTools.Describe;
using Coz.Tests.Support;

namespace Coz.Tests.Plugins.ModelTools;

public sealed class DescribeTaskTests
{
    private readonly TestParts _parts = new();

    [TestCase("metasr", 445120)]
    [TestCase("liif", 346883)]
    [TestCase("lte", 493827)]
    [TestCase("lmi", 87859)]
    [TestCase("linf", 705216)]
    [TestCase("linf-patch", 836760)]
    [TestCase("srno", 794883)]
    [TestCase("lit", 5328651)]
    [TestCase("clit", 10509070)]
    [TestCase("ciaosr", 1428614)]
    public async Task Parameters_are_those_of_the_papers_table(string decoder, long expected)
    {
        var json = (await Describe("edsr-baseline", decoder)).Json;
        Assert.That(json["decoder"]!["parameters"]!.GetValue<long>(), Is.EqualTo(expected));
        Assert.That(json["encoder"]!["parameters"]!.GetValue<long>(), Is.EqualTo(1220440));
        Assert.That(json["encoder"]!["trainable"]!.GetValue<long>(), Is.EqualTo(1220416));
    }

    [Test]
    public async Task Options_and_what_depends_on_them_are_those_that_were_given()
    {
        var encoder = _parts.Bind<Encoder>("edsr-baseline", new JsonObject { ["mean_shift"] = false });
        var json = (await Run(new DescribeOptions { Encoder = encoder })).Json;
        Assert.That(json["encoder"]!["parameters"]!.GetValue<long>(), Is.EqualTo(1220416));
        Assert.That(json["encoder"]!["options"]!["mean_shift"]!.GetValue<bool>(), Is.False);
        Assert.That(json.ContainsKey("decoder"), Is.False);
    }

    [Test]
    public async Task A_decoder_alone_is_described_over_64_channels_and_says_so()
    {
        var run = new TestRun("");
        var json = (await Run(new DescribeOptions { Decoder = _parts.Bind<Decoder>("liif") }, run)).Json;
        Assert.That(json["decoder"]!["parameters"]!.GetValue<long>(), Is.EqualTo(346883));
        Assert.That(json["decoder"]!["coupling"]!.GetValue<string>(), Is.EqualTo("independent"));
        Assert.That(json["decoder"]!["grid"]!.GetValue<string>(), Is.AnyOf("native", "via points"));
        Assert.That(run.Messages, Has.Some.Contains("64"));
        var rows = run.Events.OfType<TableEvent>().Single().Rows;
        Assert.That(rows, Has.All.Count.EqualTo(2));
        Assert.That(rows.Take(5).Select(row => row[1]), Is.EqualTo(json["decoder"]!["explanation"]!.AsArray().Select(line => $"{line}")));
    }

    [Test]
    public void Nothing_to_describe_is_a_fault_of_the_options() =>
        Assert.That(new DescribeOptions().Validate(), Has.Exactly(1).Contains("nothing to describe"));

    private Task<TaskResult> Describe(string encoder, string decoder) =>
        Run(new DescribeOptions { Encoder = _parts.Bind<Encoder>(encoder), Decoder = _parts.Bind<Decoder>(decoder) });

    private Task<TaskResult> Run(DescribeOptions options, TestRun? run = null) =>
        new DescribeTask(options, _parts).RunAsync(run ?? new TestRun(""), CancellationToken.None);
}
