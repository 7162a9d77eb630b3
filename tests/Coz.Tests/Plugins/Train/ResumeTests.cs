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
    [TestCase(OptimizerKind.Muon, 6)]
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
    public void A_damaged_state_is_none_of_the_two_that_are_kept() => Assert.Multiple(() =>
    {
        using var fixture = new TrainingFixture();
        var run = fixture.NewRun();
        fixture.TrainUntil(7, fixture.Options(), run);
        var folder = Path.Combine(run.Folder, "state");
        File.WriteAllText(Path.Combine(folder, "step-0000000007.safetensors"), "cut short");
        fixture.TrainUntil(9, fixture.Options(), run);

        Assert.That(Directory.GetFiles(folder).Select(Path.GetFileName), Is.EquivalentTo(new[] { "step-0000000006.safetensors", "step-0000000007.safetensors.damaged", "step-0000000009.safetensors" }));
    });

    [Test]
    public void Where_no_state_is_sound_the_run_does_not_begin_anew()
    {
        using var fixture = new TrainingFixture();
        var run = fixture.NewRun();
        fixture.TrainUntil(7, fixture.Options(), run);
        foreach (var state in Directory.GetFiles(Path.Combine(run.Folder, "state")))
            File.WriteAllText(state, "cut short");

        for (var i = 0; i < 2; i++)
            Assert.That(() => fixture.Train(fixture.Options(), run), Throws.TypeOf<CozException>().With.Message.Contains("No state in"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void The_checkpoint_a_run_was_started_from_is_not_needed_to_resume_it(bool saysModel) => Assert.Multiple(() =>
    {
        using var fixture = new TrainingFixture();
        var (first, whole, parts) = (fixture.NewRun(), fixture.NewRun(), fixture.NewRun());
        fixture.Train(fixture.Options(2), first);
        var init = Path.Combine(first.Folder, "checkpoints", "last.safetensors");
        var options = fixture.Options() with { Init = init };
        if (!saysModel)
            options = options with { Encoder = null, Decoder = null };
        fixture.Train(options, whole);
        fixture.TrainUntil(5, options, parts);
        File.Delete(init);

        var task = new TrainTask(options, fixture.Parts);
        Assert.That(task.Validate(), Has.One.StartsWith("task:init: there is no checkpoint"));
        Assert.That(task.ValidateResume(fixture.NewRun().Folder), Has.One.StartsWith("task:init: there is no checkpoint"));
        Assert.That(task.ValidateResume(parts.Folder), Is.Empty);
        fixture.Train(options, parts);
        Assert.That(TrainingFixture.Checkpoint(parts), Is.EqualTo(TrainingFixture.Checkpoint(whole)));
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
