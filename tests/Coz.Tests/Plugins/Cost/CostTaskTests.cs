using System.Text.Json.Nodes;
using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Plugins.Cost.Measuring;
using Coz.Tests.Support;

namespace Coz.Tests.Plugins.Cost;

public sealed class CostTaskTests
{
    private static readonly string[] Keys =
    [
        "encoder", "decoder", "size", "scale", "encode_s", "prepare_s", "points_s", "grid_s", "train_step_s", "peak_gflops", "grid_w", "points_w", "train_w",
        "rounds", "peak_rss_mb",
    ];

    private static readonly string[] RoundKeys = ["peak_gflops", "encode_s", "prepare_s", "points_s", "grid_s", "train_step_s"];
    private readonly TestParts _parts = new();

    [Test]
    public async Task The_document_has_exactly_its_keys_and_a_round_each_round()
    {
        var result = await MeasureAsync(Liif() with { Rounds = 3, Train = true });

        Assert.That(result.Select(entry => entry.Key), Is.EqualTo(Keys));
        Assert.That((string?)result["encoder"], Is.EqualTo("edsr-baseline"));
        Assert.That((string?)result["decoder"], Is.EqualTo("liif"));
        Assert.That((string?)result["size"], Is.EqualTo("12x10"));
        Assert.That((double)result["scale"]!, Is.EqualTo(2.7));
        Assert.That(result["rounds"]!.AsArray(), Has.Count.EqualTo(3));
        Assert.That(result["rounds"]!.AsArray().Select(round => round!.AsObject().Select(entry => entry.Key)), Is.All.EqualTo(RoundKeys));
        Assert.That(Keys[4..].Where(key => key != "rounds").Select(key => (double)result[key]!), Is.All.Positive);
    }

    [Test]
    public async Task Medians_are_over_the_rounds_and_W_multiplies_within_each()
    {
        var result = await MeasureAsync(Liif() with { Rounds = 2 });
        var rounds = result["rounds"]!.AsArray();

        Assert.That((double)result["grid_s"]!, Is.EqualTo(rounds.Average(round => (double)round!["grid_s"]!)).Within(1e-12));
        Assert.That((double)result["grid_w"]!, Is.EqualTo(rounds.Average(round => (double)round!["grid_s"]! * (double)round["peak_gflops"]!)).Within(1e-9));
    }

    [TestCase(CostPaths.All, true, true)]
    [TestCase(CostPaths.Grid, false, true)]
    [TestCase(CostPaths.Points, true, false)]
    public async Task A_part_that_is_not_run_is_null(CostPaths paths, bool hasPoints, bool hasGrid)
    {
        var result = await MeasureAsync(Liif() with { Paths = paths });

        foreach (var document in new[] { result, result["rounds"]![0]!.AsObject() })
        {
            Assert.That(document["points_s"] is not null, Is.EqualTo(hasPoints));
            Assert.That(document["grid_s"] is not null, Is.EqualTo(hasGrid));
            Assert.That(document["train_step_s"], Is.Null);
        }

        Assert.That(result["points_w"] is not null, Is.EqualTo(hasPoints));
        Assert.That(result["grid_w"] is not null, Is.EqualTo(hasGrid));
        Assert.That(result["train_w"], Is.Null);
    }

    [Test]
    public async Task A_decoder_of_whole_sets_has_no_points_path()
    {
        var result = await MeasureAsync(Of("srno", new JsonObject { ["width"] = 16, ["heads"] = 2 }));

        Assert.That(result["points_s"], Is.Null);
        Assert.That(result["points_w"], Is.Null);
        Assert.That((double)result["grid_s"]!, Is.Positive);
    }

    [Test]
    public async Task A_loss_of_its_own_is_what_a_decoder_is_trained_with()
    {
        var result = await MeasureAsync(Of("linf", new JsonObject { ["hidden_dim"] = 8, ["num_layer"] = 1, ["flow_layers"] = 1 }) with { Train = true });

        Assert.That((double)result["train_w"]!, Is.Positive);
    }

    [TestCase("0x3")]
    [TestCase("3")]
    [TestCase("12x")]
    [TestCase("-1x3")]
    [TestCase("1x2x3")]
    [TestCase("99999999999x3")]
    public void A_size_that_is_none_is_refused(string size) =>
        Assert.That((Liif() with { Size = size }).Validate().Single(), Does.Contain($"got '{size}'"));

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(double.NaN)]
    public void A_scale_that_is_none_is_refused(double scale) =>
        Assert.That((Liif() with { Scale = scale }).Validate().Single(), Does.StartWith("scale:"));

    private CostOptions Liif() => Of("liif", new JsonObject { ["hidden_list"] = new JsonArray(8) });

    private CostOptions Of(string decoder, JsonObject options) => new()
    {
        Encoder = _parts.Bind<Encoder>("edsr-baseline", new JsonObject { ["n_resblocks"] = 1, ["n_feats"] = 8 }),
        Decoder = _parts.Bind<Decoder>(decoder, options),
        Size = "12x10",
        Scale = 2.7,
        Rounds = 1,
    };

    private async Task<JsonObject> MeasureAsync(CostOptions options) =>
        (await new CostTask(options, _parts).RunAsync(new TestRun(TestContext.CurrentContext.WorkDirectory), CancellationToken.None)).Json;
}
