using System.Text.Json.Nodes;
using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Plugins.Train;

namespace Coz.Tests.Plugins.Train;

[TestFixture]
public sealed class ResumeTests
{
    [TestCase(OptimizerKind.Adam, 5)]
    [TestCase(OptimizerKind.Adam, 8)]
    [TestCase(OptimizerKind.AdamW, 1)]
    [TestCase(OptimizerKind.Sgd, 7)]
    public void A_run_that_was_stopped_ends_with_the_bytes_of_one_that_was_not(OptimizerKind kind, long step) => Assert.Multiple(() =>
    {
        using var fixture = new TrainingFixture();
        var options = fixture.Options() with
        {
            Optimizer = new OptimizerOptions { Name = kind, Rate = 1e-3, Momentum = kind == OptimizerKind.Sgd ? 0.9 : 0 },
            Schedule = fixture.Parts.Bind<Schedule>("plateau", new JsonObject { ["patience"] = 1, ["threshold"] = 100 }),
            Ema = 0.9,
            Clip = 1,
        };
        var whole = fixture.NewRun();
        fixture.Train(options, whole);
        var parts = fixture.NewRun();
        fixture.TrainUntil(step, options, parts);
        fixture.Train(options, parts);

        Assert.That(parts.Messages, Has.Some.StartsWith("goes on from step"));
        foreach (var name in new[] { "last", "best", "best-x2", "best-x3" })
            Assert.That(TrainingFixture.Checkpoint(parts, name), Is.EqualTo(TrainingFixture.Checkpoint(whole, name)), name);
        foreach (var series in new[] { "train/loss", "train/rate", "train/gradient-norm", "validation/y/x2", "validation/y/mean" })
            Assert.That(TrainingFixture.Series(parts, series), Is.EqualTo(TrainingFixture.Series(whole, series)), series);
    });

    [Test]
    public void Neither_workers_nor_prefetch_change_a_bit()
    {
        using var fixture = new TrainingFixture();
        var (few, many) = (fixture.NewRun(), fixture.NewRun());
        fixture.Train(fixture.Options() with { Workers = 1, Prefetch = 1 }, few);
        fixture.Train(fixture.Options() with { Workers = 5, Prefetch = 9 }, many);

        Assert.That(TrainingFixture.Checkpoint(many), Is.EqualTo(TrainingFixture.Checkpoint(few)));
    }

    [Test]
    public void Two_states_are_kept_and_a_damaged_one_gives_way_to_the_one_before() => Assert.Multiple(() =>
    {
        using var fixture = new TrainingFixture();
        var (whole, damaged) = (fixture.NewRun(), fixture.NewRun());
        fixture.Train(fixture.Options(), whole);
        fixture.TrainUntil(7, fixture.Options(), damaged);
        var states = Directory.GetFiles(Path.Combine(damaged.Folder, "state")).Order(StringComparer.Ordinal).ToList();
        Assert.That(states.Select(Path.GetFileName), Is.EqualTo(new[] { "step-0000000006.safetensors", "step-0000000007.safetensors" }));

        var bytes = File.ReadAllBytes(states[1]);
        bytes[^5] ^= 1;
        File.WriteAllBytes(states[1], bytes);
        File.WriteAllText(states[1] + ".x.tmp", "what a killed run was writing");
        fixture.Train(fixture.Options(), damaged);

        Assert.That(damaged.Messages, Has.Some.Contains("damaged").And.Some.EqualTo("goes on from step 6 of 12"));
        Assert.That(TrainingFixture.Checkpoint(damaged), Is.EqualTo(TrainingFixture.Checkpoint(whole)));
        Assert.That(Directory.GetFiles(damaged.Folder, "*.tmp", SearchOption.AllDirectories), Is.Empty);
    });

    [Test]
    public void A_state_of_another_model_is_refused_with_a_reason()
    {
        using var fixture = new TrainingFixture();
        var run = fixture.NewRun();
        fixture.TrainUntil(5, fixture.Options(), run);
        var other = fixture.Options() with { Decoder = fixture.Parts.Bind<Decoder>("lte", new JsonObject { ["hidden_dim"] = 24 }) };

        Assert.That(() => fixture.Train(other, run), Throws.TypeOf<CozException>().With.Message.Contains("another shape"));
    }

    [Test]
    public void A_run_that_is_over_does_nothing_when_it_is_resumed()
    {
        using var fixture = new TrainingFixture();
        var run = fixture.NewRun();
        var first = fixture.Train(fixture.Options(), run);
        var bytes = TrainingFixture.Checkpoint(run);
        var second = fixture.Train(fixture.Options(), run);

        Assert.That(second.Json.ToJsonString(), Is.EqualTo(first.Json.ToJsonString()));
        Assert.That(TrainingFixture.Checkpoint(run), Is.EqualTo(bytes));
    }
}
