using System.Text.Json.Nodes;
using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Plugins.Train;
using Coz.Tests.Support;
using Coz.Toolkit;
using static TorchSharp.torch;

namespace Coz.Tests.Plugins.Train;

[TestFixture]
public sealed class FaultTests
{
    [Test]
    public void A_loss_that_is_no_number_ends_the_run_and_leaves_what_reproduces_it() => Assert.Multiple(() =>
    {
        using var fixture = new TrainingFixture();
        var run = fixture.NewRun();
        var parts = new FaultyParts(fixture.Parts) { Spoil = request => request.Item == 3 };

        Assert.That(() => fixture.Train(fixture.Options(), run, parts), Throws.TypeOf<CozException>().With.Message.Contains("no finite number").And.Message.Contains("seed 0"));
        var file = Directory.GetFiles(Path.Combine(run.Folder, "faults")).Single();
        using var kept = Safetensors.Read(file);
        Assert.That(kept["batch.images"].shape, Is.EqualTo(new long[] { 3, 3, 8, 8 }));
        Assert.That(kept["batch.images"].isfinite().all().item<bool>(), Is.False);
        Assert.That(kept["model.encoder.head.0.weight"].isfinite().all().item<bool>(), Is.True);
        Assert.That(kept.Metadata["coz.samples"], Does.StartWith("epoch "));
    });

    [Test]
    public void A_step_whose_loss_is_no_number_is_left_out_if_asked_for() => Assert.Multiple(() =>
    {
        using var fixture = new TrainingFixture();
        var run = fixture.NewRun();
        var parts = new FaultyParts(fixture.Parts) { Spoil = request => request.Item == 3 };
        fixture.Train(fixture.Options() with { OnNonFinite = FaultPolicy.Skip }, run, parts);

        Assert.That(run.Events.OfType<FaultEvent>().Select(fault => fault.Text), Is.Not.Empty.And.All.Contains("left out"));
        using var last = Safetensors.Read(Path.Combine(run.Folder, "checkpoints", "last.safetensors"));
        Assert.That(last.Tensors.All(entry => entry.Value.isfinite().all().item<bool>()), Is.True);
    });

    [Test]
    public void Steps_that_are_left_out_end_the_run_when_they_are_too_many_in_a_row() => Assert.Multiple(() =>
    {
        using var fixture = new TrainingFixture();
        var run = fixture.NewRun();
        var parts = new FaultyParts(fixture.Parts) { Spoil = _ => true };
        var options = fixture.Options() with { OnNonFinite = FaultPolicy.Skip, MaxSkipped = 2, SaveEvery = 1 };

        Assert.That(() => fixture.Train(options, run, parts), Throws.TypeOf<CozException>().With.Message.Contains("2 steps in a row").And.Message.Contains("task:max_skipped"));
        Assert.That(run.Events.OfType<FaultEvent>().Select(fault => fault.IsFatal), Is.EqualTo(new[] { false, false }));

        // The count is part of the state.
        Assert.That(() => fixture.Train(options, run, parts), Throws.TypeOf<CozException>());
        Assert.That(run.Events.OfType<FaultEvent>().Count(), Is.EqualTo(2));
    });

    [Test]
    public void A_run_does_not_fill_the_disk_with_steps_that_it_left_out()
    {
        using var fixture = new TrainingFixture();
        var run = fixture.NewRun();
        var parts = new FaultyParts(fixture.Parts) { Spoil = _ => true };
        fixture.Train(fixture.Options(24) with { OnNonFinite = FaultPolicy.Skip, MaxSkipped = 30, Validation = null }, run, parts);

        Assert.That(Directory.GetFiles(Path.Combine(run.Folder, "faults")), Has.Length.EqualTo(20));
        Assert.That(run.Events.OfType<FaultEvent>().Last().Text, Does.Contain("this one is not added"));
    }

    // The weights of such a step are as good as they were after one loss, half a step after two; in both cases they may have been spoilt before.
    [TestCase(new[] { "l2" }, "The weights were not changed")]
    [TestCase(new[] { "l1", "l2" }, "Loss 2 is the one")]
    public void A_loss_that_is_no_number_leaves_the_state_and_the_checkpoint_from_before_it(string[] losses, string said) => Assert.Multiple(() =>
    {
        using var fixture = new TrainingFixture();
        var (whole, before, run) = (fixture.NewRun(), fixture.NewRun(), fixture.NewRun());
        var options = fixture.Options() with { Loss = [.. losses.Select(loss => fixture.Parts.Bind<TrainingLoss>(loss))] };
        fixture.Train(options, whole);
        fixture.Train(options with { Steps = 3 }, before);

        Assert.That(() => fixture.Train(options, run, new FaultyParts(fixture.Parts) { SpoilLoss = 5 }), Throws.TypeOf<CozException>().With.Message.Contains(said).And.Message.Contains("task:init"));
        Assert.That(TrainingFixture.Checkpoint(run), Is.EqualTo(TrainingFixture.Checkpoint(before)));
        Assert.That(Directory.GetFiles(Path.Combine(run.Folder, "state")).Select(Path.GetFileName), Is.EqualTo(new[] { "step-0000000003.safetensors" }));
        fixture.Train(options, run);
        Assert.That(TrainingFixture.Checkpoint(run), Is.EqualTo(TrainingFixture.Checkpoint(whole)));
    });

    [Test]
    public void Where_such_a_step_cannot_be_kept_the_state_from_before_stays_too()
    {
        using var fixture = new TrainingFixture();
        var run = fixture.NewRun();
        Directory.CreateDirectory(run.Folder);
        File.WriteAllText(Path.Combine(run.Folder, "faults"), "no folder");

        Assert.That(() => fixture.Train(fixture.Options() with { Loss = [fixture.Parts.Bind<TrainingLoss>("l2")] }, run, new FaultyParts(fixture.Parts) { SpoilLoss = 5 }), Throws.TypeOf<CozException>().With.Message.Contains("faults"));
        Assert.That(Directory.GetFiles(Path.Combine(run.Folder, "state")).Select(Path.GetFileName), Is.EqualTo(new[] { "step-0000000003.safetensors" }));
    }

    [TestCase("linf-patch", """{ "hidden_dim": 16 }""")]
    [TestCase("clit", """{ "stages": 2 }""")]
    public void What_is_kept_of_a_step_reproduces_it(string decoder, string decoderOptions)
    {
        using var fixture = new TrainingFixture();
        using var scope = NewDisposeScope();
        var run = fixture.NewRun();
        var options = fixture.Options() with
        {
            Encoder = fixture.Parts.Bind<Encoder>("edsr-baseline", new JsonObject { ["n_resblocks"] = 0, ["n_feats"] = 64 }),
            Decoder = fixture.Parts.Bind<Decoder>(decoder, JsonNode.Parse(decoderOptions)!.AsObject()),
            StageScales = decoder == "clit" ? [2, 1.5] : [],
            Optimizer = new Coz.Plugins.Train.OptimizerOptions { Rate = 1e-3 },
        };
        Assert.That(() => fixture.Train(options, run, new FaultyParts(fixture.Parts) { SpoilLoss = 3, Spoilt = "l1" }), Throws.TypeOf<CozException>());
        using var kept = Safetensors.Read(Directory.GetFiles(Path.Combine(run.Folder, "faults")).Single());

        var grids = kept.Metadata.GetValueOrDefault("coz.stages")?.Split(", ").Select(size => size.Split('x').Select(int.Parse).ToArray()).Select(size => GridQueries.Whole(8, 8, size[0], size[1])).ToList();
        Assert.That(grids?.Count, Is.EqualTo(decoder == "clit" ? 1 : (int?)null));
        using var batch = new Batch(2, [], kept["batch.images"].clone(), new PointQueries(kept["batch.coords"].clone(), kept["batch.cells"].clone()), kept["batch.colours"].clone(), kept.Find("batch.inside")?.clone(), grids, []);
        using var model = new ModelFactory(fixture.Parts).Create(new ModelSpec { Encoder = options.Encoder, Decoder = options.Decoder });
        using (no_grad())
        {
            foreach (var (key, tensor) in model.State())
                tensor.copy_(kept["model." + key]);
        }

        using var optimizer = new WeightOptimizer([.. model.Parameters()], options.Optimizer);
        var loss = new TrainStep(model, [new WeightedLoss("l1", fixture.Parts.Create(fixture.Parts.Bind<TrainingLoss>("l1")), 1)], optimizer, 0, CPU).Run(batch).Loss;

        // The same training without the fault: its third step has that loss.
        var sound = fixture.NewRun();
        fixture.Train(options, sound);
        Assert.That(loss, Is.EqualTo(TrainingFixture.Series(sound, "train/loss")[3]));
    }

    [Test]
    public void A_file_that_cannot_be_read_ends_the_run_and_resume_goes_on_once_it_is_mended() => Assert.Multiple(() =>
    {
        using var fixture = new TrainingFixture();
        var (whole, run) = (fixture.NewRun(), fixture.NewRun());
        fixture.Train(fixture.Options(), whole);
        var requests = 0;
        var parts = new FaultyParts(fixture.Parts) { Fail = _ => Interlocked.Increment(ref requests) > 14 };

        Assert.That(() => fixture.Train(fixture.Options() with { Workers = 1, Prefetch = 1 }, run, parts), Throws.TypeOf<CozException>().With.Message.Contains("photo.png cannot be read").And.Message.Contains("resume"));
        fixture.Train(fixture.Options(), run);
        Assert.That(run.Messages, Has.Some.EqualTo("goes on from step 4 of 12"));
        Assert.That(TrainingFixture.Checkpoint(run), Is.EqualTo(TrainingFixture.Checkpoint(whole)));
    });

    [Test]
    public void A_sample_that_cannot_be_read_is_left_out_if_asked_for()
    {
        using var fixture = new TrainingFixture();
        var run = fixture.NewRun();
        var parts = new FaultyParts(fixture.Parts) { Fail = request => request.Item == 2 };
        fixture.Train(fixture.Options() with { OnDataFault = FaultPolicy.Skip }, run, parts);

        Assert.That(run.Events.OfType<FaultEvent>().Where(fault => !fault.IsFatal).Select(fault => fault.Text), Is.Not.Empty.And.All.Contains("photo.png cannot be read"));
    }

    [Test]
    public void A_patch_of_a_validation_that_cannot_be_read_ends_the_run_even_where_training_leaves_samples_out()
    {
        using var fixture = new TrainingFixture();
        var options = fixture.Options() with { OnDataFault = FaultPolicy.Skip, ValidationPatches = 3 };

        Assert.That(
            () => fixture.Train(options, fixture.NewRun(), new FaultyParts(fixture.Parts) { Fail = _ => true }),
            Throws.TypeOf<CozException>().With.Message.Contains("photo.png cannot be read").And.Message.Contains("scores would not compare").And.Message.Not.Contains("on_data_fault"));
    }

    [TestCase(FaultPolicy.Skip, false)]
    [TestCase(FaultPolicy.Skip, true)]
    [TestCase(FaultPolicy.Stop, false)]
    [TestCase(FaultPolicy.Stop, true)]
    public void A_photo_that_is_gone_or_cut_short_in_mid_epoch_is_left_out_or_ends_the_run(FaultPolicy policy, bool isCut)
    {
        using var fixture = new TrainingFixture();
        using var photos = new TemporaryFolder();

        // The cache holds one of them.
        for (var i = 0; i < 5; i++)
            CozFolder.Save(photos, $"{i}.png", TestImages.Waves(400, 640, i));
        var file = photos.Path("3.png");
        var requests = 0;
        bool Spoil(PatchRequest request)
        {
            if (++requests == 9 && isCut)
                File.WriteAllBytes(file, File.ReadAllBytes(file)[..200]);
            else if (requests == 9)
                File.Delete(file);
            return false;
        }

        var run = fixture.NewRun();
        var options = fixture.Options() with
        {
            Data = fixture.Parts.Bind<PairSource>("image-folder", new JsonObject { ["root"] = photos.FullPath, ["scale_max"] = 2, ["cache_mb"] = 1 }),
            OnDataFault = policy,
            Workers = 1,
        };
        void Train() => fixture.Train(options, run, new FaultyParts(fixture.Parts) { Fail = Spoil });

        if (policy == FaultPolicy.Stop)
            Assert.That(Train, Throws.TypeOf<CozException>().With.Message.Contains("3.png").And.Message.Contains("resume"));
        else
            Train();
        if (policy == FaultPolicy.Skip)
            Assert.That(run.Events.OfType<FaultEvent>().Select(fault => fault.Text), Is.Not.Empty.And.All.Contains("3.png"));
    }

    [Test]
    public void A_step_without_samples_is_left_out_and_too_many_in_a_row_end_the_run_which_goes_on_once_the_data_is_mended() => Assert.Multiple(() =>
    {
        using var fixture = new TrainingFixture();
        var (skipped, run) = (fixture.NewRun(), fixture.NewRun());
        var options = fixture.Options() with { OnDataFault = FaultPolicy.Skip, Batch = 1, MaxSkipped = 2, Validation = null };
        fixture.Train(options, skipped, new FaultyParts(fixture.Parts) { Fail = request => request.Item == 2 });

        Assert.That(skipped.Events.OfType<FaultEvent>().Select(fault => fault.Text), Has.Some.Contains("no sample of the batch").And.Some.Contains("photo.png cannot be read"));
        Assert.That(TrainingFixture.Series(skipped, "train/rate").Keys, Is.EqualTo(Enumerable.Range(1, 12)));
        Assert.That(TrainingFixture.Series(skipped, "train/loss").Keys, Has.Count.InRange(9, 10), "of 12 steps on five images, two or three have none");
        Assert.That(() => fixture.Train(options, run, new FaultyParts(fixture.Parts) { Fail = _ => true }), Throws.TypeOf<CozException>().With.Message.Contains("2 steps in a row").And.Message.Contains("mend the data"));
        fixture.Train(options, run);
        Assert.That(run.Messages, Has.Some.EqualTo("goes on from step 2 of 12"));
    });

    /// <summary>The parts there are, but a source whose patches are spoiled or missing.</summary>
    private sealed class FaultyParts(IPartFactory inner) : IPartFactory
    {
        public Func<PatchRequest, bool> Fail { get; init; } = _ => false;

        public Func<PatchRequest, bool> Spoil { get; init; } = _ => false;

        /// <summary>The call of a loss, from 1, that gives no number; 0 for none.</summary>
        public int SpoilLoss { get; init; }

        public string Spoilt { get; init; } = "l2";

        public IReadOnlyList<PartInfo> List<T>()
            where T : class => inner.List<T>();

        public Part<T> Bind<T>(string name, JsonObject? options = null, string origin = "")
            where T : class => inner.Bind<T>(name, options, origin);

        public T Create<T>(Part<T> part, params object[] context)
            where T : class => inner.Create(part, context) switch
            {
                PairSource source => (T)(object)new FaultySource(source, this),
                PixelLoss loss when SpoilLoss > 0 && part.Name == Spoilt => (T)(object)new FaultyLoss(loss, SpoilLoss),
                var made => made,
            };
    }

    private sealed class FaultyLoss(PixelLoss inner, int spoiled) : PixelLoss
    {
        private int _calls;

        public override Tensor Of(Tensor prediction, Tensor target)
        {
            var loss = inner.Of(prediction, target);
            return ++_calls == spoiled ? loss * float.NaN : loss;
        }
    }

    private sealed class FaultySource(PairSource inner, FaultyParts faults) : PairSource, IPatchSource
    {
        private IPatchSource Patches => (IPatchSource)inner;

        public int Count => Patches.Count;

        public override IReadOnlyList<PairInfo> List() => inner.List();

        public override ImagePair Load(PairInfo pair, CancellationToken cancellationToken = default) => inner.Load(pair, cancellationToken);

        public double? DrawScale(SampleRandom random) => Patches.DrawScale(random);

        public ImagePair LoadPatch(PatchRequest request, CancellationToken cancellationToken = default)
        {
            if (faults.Fail(request))
                throw new CozException("photo.png cannot be read.");
            var patch = Patches.LoadPatch(request, cancellationToken);
            if (faults.Spoil(request))
                patch.Lr[0, 0, 2, 2] = tensor(float.NaN);
            return patch;
        }
    }
}
