using System.Text.Json.Nodes;
using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Plugins.Train;
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
    public void A_batch_of_which_no_sample_can_be_read_ends_the_run()
    {
        using var fixture = new TrainingFixture();
        var parts = new FaultyParts(fixture.Parts) { Fail = _ => true };

        Assert.That(() => fixture.Train(fixture.Options() with { OnDataFault = FaultPolicy.Skip }, fixture.NewRun(), parts), Throws.TypeOf<CozException>().With.Message.Contains("no sample of the batch"));
    }

    /// <summary>The parts there are, but a source whose patches are spoiled or missing.</summary>
    private sealed class FaultyParts(IPartFactory inner) : IPartFactory
    {
        public Func<PatchRequest, bool> Fail { get; init; } = _ => false;

        public Func<PatchRequest, bool> Spoil { get; init; } = _ => false;

        public IReadOnlyList<PartInfo> List<T>()
            where T : class => inner.List<T>();

        public Part<T> Bind<T>(string name, JsonObject? options = null, string origin = "")
            where T : class => inner.Bind<T>(name, options, origin);

        public T Create<T>(Part<T> part, params object[] context)
            where T : class => inner.Create(part, context) is var made && made is PairSource source ? (T)(object)new FaultySource(source, this) : made;
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
