using System.Text.Json.Nodes;
using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Plugins.Train;
using TorchSharp;
using static TorchSharp.torch;

namespace Coz.Tests.Plugins.Train;

[TestFixture]
public sealed class LeakTests
{
    [TestCase("lte", """{ "hidden_dim": 16 }""", "l1")]
    [TestCase("linf-patch", """{ "hidden_dim": 16 }""", "own")]
    public void A_step_leaves_no_tensor_behind(string decoder, string options, string loss)
    {
        using var fixture = new TrainingFixture();
        using var model = new ModelFactory(fixture.Parts).Create(new ModelSpec
        {
            Encoder = fixture.Parts.Bind<Encoder>("edsr-baseline", new JsonObject { ["n_resblocks"] = 1, ["n_feats"] = 64 }),
            Decoder = fixture.Parts.Bind<Decoder>(decoder, JsonNode.Parse(options)!.AsObject()),
        });
        var training = fixture.Options();
        using var optimizer = new WeightOptimizer([.. model.Parameters()], training.Optimizer);
        var step = new TrainStep(model, [new WeightedLoss(loss, fixture.Parts.Create(fixture.Parts.Bind<TrainingLoss>(loss)), 1)], optimizer, 1, CPU);
        var maker = new BatchMaker(training, (IPatchSource)fixture.Parts.Create(training.Data), [], new SampleOrder(5, 1, 3, 0, isStream: true), 0, model.Decoder is ISampling sampling ? sampling.PatchSize : 1);
        var counts = new List<long>();
        for (var i = 0L; i < 12; i++)
        {
            using var batch = maker.Make(i, CancellationToken.None);
            step.Run(batch);
            counts.Add(DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        }

        // The first step makes the optimizer's memory.
        Assert.That(counts.Skip(1), Is.All.EqualTo(counts[1]));
    }

    [Test]
    public void A_run_of_twice_the_steps_holds_no_more_tensors()
    {
        const int Steps = 40;
        using var fixture = new TrainingFixture();
        var run = fixture.NewRun();
        var counts = new List<long>();
        run.Observer = runEvent =>
        {
            if (runEvent is ScalarEvent { Name: "train/rate" })
                counts.Add(Tensor.TotalCount);
        };
        fixture.Train(fixture.Options(2 * Steps) with { Workers = 1, Prefetch = 1, ValidateEvery = 1, SaveEvery = 1, Ema = 0.9, SampleImages = false, Tensorboard = false }, run);

        // How many batches are made ahead differs by chance: three of four tensors. One tensor a step would be 40.
        Assert.That(counts.Skip(Steps + (Steps / 2)).Max(), Is.LessThanOrEqualTo(counts.Skip(Steps / 2).Take(Steps / 2).Max() + 12));
    }

    [Test]
    public void A_cancelled_wait_for_a_batch_drops_the_batch()
    {
        var (begun, go) = (new ManualResetEventSlim(), new ManualResetEventSlim());
        var made = new List<Tensor>();
        using var stop = new CancellationTokenSource();
        var stream = new BatchStream(
            (step, _) =>
            {
                begun.Set();
                go.Wait(CancellationToken.None);
                var images = zeros(1);
                lock (made)
                    made.Add(images);
                return new Batch(step, [], images, new PointQueries(zeros(1), zeros(1)), zeros(1), null, null, []);
            },
            0, 3, workers: 1, prefetch: 1);
        var waiting = Task.Run(() => stream.Next(stop.Token));
        begun.Wait();
        stop.Cancel();
        Assert.That(async () => await waiting, Throws.InstanceOf<OperationCanceledException>());
        go.Set();
        stream.Dispose();

        Assert.That(made, Is.Not.Empty);
        Assert.That(made.Select(tensor => tensor.IsInvalid), Is.All.True);
    }
}
