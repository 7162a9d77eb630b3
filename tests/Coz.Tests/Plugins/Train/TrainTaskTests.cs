using System.Text.Json.Nodes;
using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Plugins.Train;
using Coz.Toolkit;

namespace Coz.Tests.Plugins.Train;

[TestFixture]
public sealed class TrainTaskTests
{
    [Test]
    public void A_training_leaves_checkpoints_that_load_scores_samples_and_event_files() => Assert.Multiple(() =>
    {
        using var fixture = new TrainingFixture();
        var run = fixture.NewRun();
        var result = fixture.Train(fixture.Options(), run);

        using var model = new ModelFactory(fixture.Parts).Load(Path.Combine(run.Folder, "checkpoints", "best.safetensors"));
        Assert.That(model.DecoderPart.Name, Is.EqualTo("lte"));
        Assert.That(result.Json["best"]!["overall"]!.GetValue<double>(), Is.EqualTo(TrainingFixture.Series(run, "validation/y/mean").Values.Max()));
        Assert.That(result.Json["best"]!["scales"]!.AsObject().Select(entry => entry.Key), Is.EqualTo(new[] { "2", "3" }));
        Assert.That(TrainingFixture.Series(run, "train/loss").Keys, Is.EqualTo(Enumerable.Range(1, 12)));
        Assert.That(run.Events.OfType<ImageEvent>().Select(image => image.Path), Has.Some.EndsWith("step-0000000012-x2.png"));
        Assert.That(run.Events.OfType<ImageEvent>().Select(image => Path.Combine(run.Folder, image.Path)), Is.All.Exist);
        Assert.That(Directory.GetFiles(Path.Combine(run.Folder, "tensorboard"), "*", SearchOption.AllDirectories), Is.Not.Empty);
    });

    [Test]
    public void The_best_of_each_scale_is_kept_apart() => Assert.Multiple(() =>
    {
        var best = new BestScores();
        Assert.That(best.Take([new(2, 30), new(4, 25)]), Is.EqualTo((27.5, true, new[] { 2.0, 4 })).Using<(double Mean, bool IsBest, IReadOnlyList<double> Scales)>(Same));
        Assert.That(best.Take([new(2, 31), new(4, 24.5)]), Is.EqualTo((27.75, true, new[] { 2.0 })).Using<(double Mean, bool IsBest, IReadOnlyList<double> Scales)>(Same));
        Assert.That(best.Take([new(2, 30), new(4, 25.2)]), Is.EqualTo((27.6, false, new[] { 4.0 })).Using<(double Mean, bool IsBest, IReadOnlyList<double> Scales)>(Same));
        Assert.That(best.Take([new(2, double.NaN), new(4, 25)]), Is.EqualTo((double.NaN, false, Array.Empty<double>())).Using<(double Mean, bool IsBest, IReadOnlyList<double> Scales)>(Same));
        Assert.That(best.WithoutGain, Is.EqualTo(2));

        static bool Same((double Mean, bool IsBest, IReadOnlyList<double> Scales) a, (double Mean, bool IsBest, IReadOnlyList<double> Scales) b) =>
            a.Mean.Equals(b.Mean) && a.IsBest == b.IsBest && a.Scales.SequenceEqual(b.Scales);
    });

    [Test]
    public void A_score_that_does_not_gain_lowers_the_rate_from_the_next_step_on()
    {
        using var fixture = new TrainingFixture();
        var run = fixture.NewRun();
        var plateau = fixture.Parts.Bind<Schedule>("plateau", new JsonObject { ["patience"] = 1, ["threshold"] = 100, ["factor"] = 0.5 });
        fixture.Train(fixture.Options() with { Schedule = plateau }, run);

        // Validated after 4, 8 and 12: the first is the best so far, the second no gain.
        Assert.That(TrainingFixture.Series(run, "train/rate").Values, Is.EqualTo([.. Enumerable.Repeat(1e-3, 8), .. Enumerable.Repeat(5e-4, 4)]).Within(1e-9));
    }

    [Test]
    public void Checkpoints_hold_the_moving_average_of_the_weights()
    {
        using var fixture = new TrainingFixture();
        Dictionary<string, TorchSharp.torch.Tensor> Weights(int steps, double ema)
        {
            var run = fixture.NewRun();
            fixture.Train(fixture.Options(steps) with { Ema = ema, Validation = null }, run);
            using var file = Safetensors.Read(Path.Combine(run.Folder, "checkpoints", "last.safetensors"));
            return file.Tensors.ToDictionary(entry => entry.Key, entry => entry.Value.clone());
        }

        var (first, second, raw) = (Weights(1, 0.9), Weights(2, 0.9), Weights(2, 0));

        // The decay after one step before: (1 + 1) / (10 + 1).
        foreach (var (key, value) in second)
            Assert.That((value - ((first[key] * 2 / 11) + (raw[key] * 9 / 11))).abs().max().item<float>(), Is.LessThan(1e-6), key);
        Assert.That((second["encoder.head.0.weight"] - raw["encoder.head.0.weight"]).abs().max().item<float>(), Is.GreaterThan(1e-5));
    }

    [Test]
    public void A_run_whose_score_flattens_ends_early_if_asked_for() => Assert.Multiple(() =>
    {
        using var fixture = new TrainingFixture();
        var run = fixture.NewRun();
        var result = fixture.Train(fixture.Options(400) with { Optimizer = new OptimizerOptions { Rate = 1e-12 }, EarlyStop = 2, ValidateEvery = 2 }, run);

        Assert.That(result.Json["steps"]!.GetValue<long>(), Is.LessThan(400));
        Assert.That(run.Messages, Has.Some.Contains("ended early, 2 validations in a row"));
        Assert.That(File.Exists(Path.Combine(run.Folder, "checkpoints", "last.safetensors")));
    });

    [Test]
    public void Weights_of_a_checkpoint_that_do_not_fit_are_named_one_by_one() => Assert.Multiple(() =>
    {
        using var fixture = new TrainingFixture();
        var (first, second) = (fixture.NewRun(), fixture.NewRun());
        fixture.Train(fixture.Options(2), first);
        var checkpoint = Path.Combine(first.Folder, "checkpoints", "last.safetensors");
        fixture.Train(fixture.Options(1) with { Init = checkpoint, Decoder = fixture.Parts.Bind<Decoder>("liif", new JsonObject { ["hidden_list"] = new JsonArray(16, 16) }), FreezeEncoder = true }, second);

        Assert.That(second.Messages, Has.Some.StartsWith("init: imnet.layers.0.weight (16, 76) keeps the seed's weights: in ").And.Some.StartsWith("init: coef.weight ").And.Some.Contains("tensors come from"));
        using var trained = Safetensors.Read(checkpoint);
        using var tuned = Safetensors.Read(Path.Combine(second.Folder, "checkpoints", "last.safetensors"));
        Assert.That(tuned["encoder.head.0.weight"].equal(trained["encoder.head.0.weight"]).all().item<bool>(), Is.True);
    });

    [Test]
    public void The_encoder_alone_can_be_taken_so_that_decoders_start_alike() => Assert.Multiple(() =>
    {
        using var fixture = new TrainingFixture();
        var (first, second, seeded) = (fixture.NewRun(), fixture.NewRun(), fixture.NewRun());
        fixture.Train(fixture.Options(3), first);
        var still = fixture.Options(1) with { Optimizer = new OptimizerOptions { Rate = 1e-12 } };
        fixture.Train(still with { Init = Last(first), InitEncoderOnly = true }, second);
        fixture.Train(still, seeded);

        Assert.That(Distance(second, first, "encoder.head.0.weight"), Is.LessThan(1e-6));
        Assert.That(Distance(second, seeded, "encoder.head.0.weight"), Is.GreaterThan(1e-6));
        Assert.That(Distance(second, seeded, "imnet.layers.0.weight"), Is.LessThan(1e-6));
        Assert.That(Distance(second, first, "imnet.layers.0.weight"), Is.GreaterThan(1e-6));
        Assert.That(second.Messages, Has.None.Contains("imnet"));

        static string Last(Support.TestRun run) => Path.Combine(run.Folder, "checkpoints", "last.safetensors");

        static float Distance(Support.TestRun one, Support.TestRun other, string key)
        {
            using var a = Safetensors.Read(Last(one));
            using var b = Safetensors.Read(Last(other));
            return (a[key] - b[key]).abs().max().item<float>();
        }
    });

    [Test]
    public void A_checkpoint_says_its_model_where_the_experiment_does_not()
    {
        using var fixture = new TrainingFixture();
        var (first, second) = (fixture.NewRun(), fixture.NewRun());
        fixture.Train(fixture.Options(2), first);
        fixture.Train(fixture.Options(1) with { Init = Path.Combine(first.Folder, "checkpoints", "last.safetensors"), Encoder = null, Decoder = null }, second);

        using var model = new ModelFactory(fixture.Parts).Load(Path.Combine(second.Folder, "checkpoints", "last.safetensors"));
        Assert.That(model.DecoderPart.Options!.ToJson()["hidden_dim"]!.GetValue<int>(), Is.EqualTo(16));
    }

    [Test]
    public void What_would_do_nothing_without_a_validation_is_one_fault() => Assert.Multiple(() =>
    {
        using var fixture = new TrainingFixture();
        var options = fixture.Options() with { Validation = null, EarlyStop = 3, ValidationPatches = 2, Schedule = fixture.Parts.Bind<Schedule>("plateau") };

        Assert.That(options.Validate(), Is.EqualTo(new[] { "validate_every, validation_patches, early_stop, schedule plateau: without a section 'validation' there are no scores to go by; add one, or leave them out" }));
        Assert.That((options with { Validation = fixture.Options().Validation }).Validate(), Is.Empty);
        Assert.That(new TrainOptions { Encoder = options.Encoder, Decoder = options.Decoder, Data = options.Data, Steps = 1 }.Validate(), Is.Empty);
    });

    [Test]
    public void Validation_on_random_patches_sees_the_same_ones_every_time()
    {
        using var fixture = new TrainingFixture();
        var run = fixture.NewRun();
        fixture.Train(fixture.Options() with { ValidationPatches = 3, Optimizer = new OptimizerOptions { Rate = 1e-12 } }, run);

        Assert.That(TrainingFixture.Series(run, "validation/psnr-patches/patches").Values, Has.Count.EqualTo(3).And.All.EqualTo(TrainingFixture.Series(run, "validation/psnr-patches/mean")[4]).Within(1e-3));
    }

    // A cascade of two trains both stages, the first, both, ...: it is stopped before a step of each kind.
    [TestCase("lit", "{}", 2)]
    [TestCase("clit", """{ "stages": 2 }""", 1)]
    [TestCase("clit", """{ "stages": 2 }""", 2)]
    [TestCase("linf-patch", """{ "hidden_dim": 16 }""", 2)]
    [TestCase("srno", "{}", 2)]
    public void Decoders_with_ways_of_their_own_train_and_resume(string decoder, string options, int stop)
    {
        using var fixture = new TrainingFixture();
        var training = fixture.Options(4) with
        {
            Encoder = fixture.Parts.Bind<Encoder>("edsr-baseline", new JsonObject { ["n_resblocks"] = 0, ["n_feats"] = 64 }),
            Decoder = fixture.Parts.Bind<Decoder>(decoder, JsonNode.Parse(options)!.AsObject()),
            StageScales = decoder == "clit" ? [2, 1.5] : [],
            Loss = decoder == "linf-patch" ? [fixture.Parts.Bind<TrainingLoss>("own"), fixture.Parts.Bind<TrainingLoss>("l1")] : [],
            LossWeights = decoder == "linf-patch" ? [5e-4, 1] : [],
            Validation = null,
        };
        var (whole, parts) = (fixture.NewRun(), fixture.NewRun());
        fixture.Train(training, whole);
        fixture.TrainUntil(stop, training, parts);
        fixture.Train(training, parts);

        Assert.That(TrainingFixture.Checkpoint(parts), Is.EqualTo(TrainingFixture.Checkpoint(whole)));
    }

    [Test]
    public void A_plan_says_steps_and_hours()
    {
        using var fixture = new TrainingFixture();
        var table = new TrainTask(fixture.Options() with { Steps = null, Epochs = 6, Repeat = 2 }, fixture.Parts).Plan(0, CancellationToken.None).Single();

        // 5 images twice in batches of 3: 4 batches an epoch, the last of one sample.
        var row = table.Columns.Zip(table.Rows.Single()).ToDictionary();
        Assert.That((row["decoder"], row["steps"], row["epochs"]), Is.EqualTo(("lte", "24", "6")));
        Assert.That(double.Parse(row["s/step here"], System.Globalization.CultureInfo.InvariantCulture), Is.Positive);
    }

    [Test]
    public void A_loss_that_the_decoder_lacks_is_refused()
    {
        using var fixture = new TrainingFixture();

        Assert.That(() => fixture.Train(fixture.Options() with { Loss = [fixture.Parts.Bind<TrainingLoss>("own")] }, fixture.NewRun()), Throws.TypeOf<UsageException>().With.Message.Contains("a loss of its own"));
    }
}
