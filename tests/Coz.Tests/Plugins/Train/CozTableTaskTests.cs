using System.Text.Json.Nodes;
using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Plugins.Train;

namespace Coz.Tests.Plugins.Train;

[TestFixture]
public sealed class CozTableTaskTests
{
    [Test]
    public async Task The_table_trains_tests_and_sets_the_papers_numbers_beside_ours()
    {
        using var fixture = new TrainingFixture();
        var run = fixture.NewRun();
        var options = Options(fixture);
        var result = await new CozTableTask(options, fixture.Parts).RunAsync(run, CancellationToken.None);

        var table = run.Events.OfType<TableEvent>().Single();
        Assert.That(table.Columns, Is.EqualTo(new[] { "encoder", "decoder", "of", "x2", "x2.5", "x2.6" }));
        Assert.That(table.Rows.Select(row => string.Join(' ', row.Take(3))), Is.EqualTo(new[] { "edsr-baseline metasr ours", "edsr-baseline metasr paper", "edsr-baseline linf ours", "edsr-baseline linf paper" }));
        Assert.That(run.Messages, Has.One.Contains("no pair at x3, x3.5, x4, x5, x5.5, x6"));
        Assert.That(table.Rows[1].Skip(3), Is.EqualTo(new[] { "28.70", "27.43", "-" }));
        Assert.That(result.Json["rows"]!.AsArray(), Has.Count.EqualTo(6));
        Assert.That(run.Events.OfType<ArtefactEvent>().Select(artefact => Path.Combine(run.Folder, artefact.Path)), Is.Not.Empty.And.All.Exist);
    }

    [Test]
    public async Task Entries_of_one_name_are_numbered_and_keep_folders_of_their_own()
    {
        using var fixture = new TrainingFixture();
        var run = fixture.NewRun();
        var options = Options(fixture) with { Decoders = [fixture.Parts.Bind<Decoder>("lte", new JsonObject { ["hidden_dim"] = 16 }), fixture.Parts.Bind<Decoder>("lte", new JsonObject { ["hidden_dim"] = 24 })] };
        await new CozTableTask(options, fixture.Parts).RunAsync(run, CancellationToken.None);

        Assert.That(Directory.GetDirectories(run.Folder).Select(Path.GetFileName), Is.EquivalentTo(new[] { "edsr-baseline+lte", "edsr-baseline+lte-2" }));
        Assert.That(run.Events.OfType<TableEvent>().Single().Rows.Select(row => $"{row[1]} {row[2]} {row[3] == "-"}"), Is.EqualTo(new[] { "lte ours False", "lte paper False", "lte-2 ours False", "lte-2 paper True" }));
    }

    [Test]
    public async Task A_table_that_is_resumed_neither_trains_nor_tests_a_row_again()
    {
        using var fixture = new TrainingFixture();
        var (whole, run) = (fixture.NewRun(), fixture.NewRun());
        var expected = await new CozTableTask(Options(fixture), fixture.Parts).RunAsync(whole, CancellationToken.None);
        using var stop = new CancellationTokenSource();
        run.Observer = runEvent =>
        {
            if (runEvent is ProgressEvent { Name: "table", Done: 1 })
                stop.Cancel();
        };
        Assert.That(async () => await new CozTableTask(Options(fixture), fixture.Parts).RunAsync(run, stop.Token), Throws.InstanceOf<OperationCanceledException>());
        run.Observer = null;
        run.Events.Clear();

        // Nothing of the first row is there to be trained or tested from.
        foreach (var part in new[] { "state", "checkpoints" })
            Directory.Delete(Path.Combine(run.Folder, "edsr-baseline+metasr", part), recursive: true);
        var result = await new CozTableTask(Options(fixture), fixture.Parts).RunAsync(run, CancellationToken.None);
        Assert.That(result.Json.ToJsonString(), Is.EqualTo(expected.Json.ToJsonString()));
        Assert.That(run.Events.OfType<ScalarEvent>().Select(scalar => scalar.Name), Is.Not.Empty.And.All.StartsWith("edsr-baseline+linf/"));
        Assert.That(Directory.Exists(Path.Combine(run.Folder, "edsr-baseline+metasr", "state")), Is.False);
    }

    [TestCase("metasr", false)]
    [TestCase("linf", true)]
    [TestCase("linf-patch", true)]
    public async Task A_decoder_with_a_loss_of_its_own_is_trained_with_it(string decoder, bool isOwn)
    {
        using var fixture = new TrainingFixture();
        var (table, alone) = (fixture.NewRun(), fixture.NewRun());
        var options = Options(fixture) with { Decoders = [fixture.Parts.Bind<Decoder>(decoder)] };
        await new CozTableTask(options, fixture.Parts).RunAsync(table, CancellationToken.None);
        fixture.Train(options.Training(options.Encoders[0], options.Decoders[0], fixture.Parts.Bind<TrainingLoss>(isOwn ? "own" : "l1")), alone);

        Assert.That(File.ReadAllBytes(Path.Combine(table.Folder, $"edsr-baseline+{decoder}", "checkpoints", "last.safetensors")), Is.EqualTo(TrainingFixture.Checkpoint(alone)));
    }

    [Test]
    public void A_schedule_that_goes_by_validation_is_a_fault()
    {
        using var fixture = new TrainingFixture();

        Assert.That((Options(fixture) with { Schedule = fixture.Parts.Bind<Schedule>("plateau") }).Validate(), Has.One.StartsWith("schedule plateau"));
        Assert.That(Options(fixture).Validate(), Is.Empty);
    }

    private static CozTableOptions Options(TrainingFixture fixture) => new()
    {
        Encoders = [fixture.Parts.Bind<Encoder>("edsr-baseline", new JsonObject { ["n_resblocks"] = 0, ["n_feats"] = 64 })],
        Decoders = [fixture.Parts.Bind<Decoder>("metasr"), fixture.Parts.Bind<Decoder>("linf", new JsonObject { ["hidden_dim"] = 8 })],
        Data = fixture.Options().Data,
        Test = fixture.Parts.Bind<PairSource>("procedural", new JsonObject { ["height"] = 64, ["width"] = 64, ["count"] = 1, ["scales"] = new JsonArray(2, 2.5, 2.6) }),
        Epochs = 1,
        Repeat = 1,
        Batch = 3,
        Patch = 8,
        Queries = 20,
    };
}
