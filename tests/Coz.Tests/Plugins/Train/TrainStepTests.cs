using System.Text.Json.Nodes;
using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Plugins.Train;
using Coz.Tests.Golden;
using Coz.Tests.Support;
using Coz.Toolkit;
using TorchSharp;
using static TorchSharp.torch;
using OptimizerOptions = Coz.Plugins.Train.OptimizerOptions;

namespace Coz.Tests.Plugins.Train;

/// <summary>The trainer's own step against the official code, and what it promises beside.</summary>
[TestFixture]
public sealed class TrainStepTests
{
    private readonly TestParts _parts = new();

    // An encoder alone is not trained.
    public static IEnumerable<TestCaseData> Models() => GoldenFolder.TestCases().Where(test => !((GoldenFolder)test.Arguments[0]!).IsEncoder);

    [TestCaseSource(nameof(Models))]
    public void Three_steps_of_the_trainer_give_the_losses_of_the_official_code(GoldenFolder folder) => Assert.Multiple(() =>
    {
        using var scope = NewDisposeScope();
        using var tensors = Safetensors.Read(folder.CaseFile);
        using var model = new ModelFactory(_parts).Load(folder.Checkpoint!, folder.EncoderFrom);
        using var optimizer = new WeightOptimizer([.. model.Parameters()], new OptimizerOptions { Rate = 1e-4 });
        var step = new TrainStep(model, [new WeightedLoss("l1", Loss("l1"), 1)], optimizer, clip: 0, CPU);
        var coords = tensors["A.coord"].flatten(1, -2);
        var cells = tensors["A.cell"];
        var queries = new PointQueries(coords, cells.dim() == 3 ? cells : cells.unsqueeze(1).expand_as(coords));
        var images = model.Decoder.Normalization.Invert(tensors["A.inp"]);
        var size = model.Decoder is ISampling sampling ? sampling.PatchSize : 1;
        var target = Points(tensors["A.l1_target"], size);
        for (var i = 0; i < (folder.IsFull ? 1 : folder.AdamLosses.Length); i++)
            Assert.That(step.Run(images, queries, target, Stages(tensors), size > 1).Loss, Is.EqualTo(folder.AdamLosses[i]).Within(1e-5 * folder.AdamLosses[i]), $"before step {i + 1}");
    });

    [Test]
    public void Clipping_scales_a_larger_gradient_down_to_the_limit_and_leaves_a_smaller_one()
    {
        using var scope = NewDisposeScope();
        foreach (var (clip, moved) in new[] { (1e-3, 1e-3), (1e6, (double?)null) })
        {
            using var model = Small("lte", new JsonObject { ["hidden_dim"] = 16 });
            var before = model.Parameters().Select(weight => weight.clone()).ToList();
            using var optimizer = new WeightOptimizer([.. model.Parameters()], new OptimizerOptions { Name = OptimizerKind.Sgd, Rate = 1 });
            using var batch = Batch(model, 8);
            var result = new TrainStep(model, [new WeightedLoss("l1", Loss("l1"), 1)], optimizer, clip, CPU).Run(batch);
            var distance = Math.Sqrt(model.Parameters().Zip(before).Sum(pair => (pair.First - pair.Second).square().sum().item<float>()));
            Assert.That(distance, Is.EqualTo(moved ?? result.GradientNorm).Within(0.01 * (moved ?? result.GradientNorm)));
        }
    }

    [Test]
    public void A_frozen_encoder_keeps_its_weights_and_the_decoder_learns()
    {
        using var fixture = new TrainingFixture();
        var run = fixture.NewRun();
        fixture.Train(fixture.Options(4) with { FreezeEncoder = true }, run);
        using var trained = Safetensors.Read(Path.Combine(run.Folder, "checkpoints", "last.safetensors"));
        using var untrained = new ModelFactory(fixture.Parts).Create(new ModelSpec { Encoder = fixture.Options().Encoder, Decoder = fixture.Options().Decoder }, seed: 0);

        Assert.That(untrained.State().Where(entry => trained[entry.Key].equal(entry.Value).all().item<bool>()).Select(entry => entry.Key), Is.EquivalentTo(untrained.State().Select(entry => entry.Key).Where(key => key.StartsWith("encoder.", StringComparison.Ordinal))));
    }

    [Test]
    public void The_likelihood_of_Linf_has_the_gradients_of_finite_differences() => Assert.Multiple(() =>
    {
        using var scope = NewDisposeScope();
        using var model = Small("linf", new JsonObject { ["hidden_dim"] = 8, ["flow_layers"] = 3, ["num_layer"] = 1 });
        model.Encoder!.to(float64);
        model.Decoder.to(float64);
        using var batch = Batch(model, 12);
        var images = batch.Images.to(float64);
        var queries = new PointQueries(batch.Queries.Coords.to(float64), batch.Queries.Cells.to(float64));
        var target = Targets.Of(batch, images, queries, batch.Colours.to(float64), model.Decoder.Normalization);
        Likelihood().backward();
        var random = new Random(7);
        foreach (var (name, weight) in model.Decoder.named_parameters().Concat(model.Encoder!.named_parameters().Where(entry => entry.parameter.requires_grad)))
        {
            var index = random.Next((int)weight.numel());
            var gradient = weight.grad!.flatten()[index].item<double>();
            Assert.That(gradient, Is.EqualTo(Slope(weight, index)).Within(1e-6 * Math.Max(1, Math.Abs(gradient))), name);
        }

        Tensor Likelihood()
        {
            using var map = model.Encode(images);
            using var prepared = model.Prepare(map);
            return Loss("own").Of(new LossInput(model.Decoder, prepared, queries, target, () => throw new InvalidOperationException()));
        }

        double Slope(Tensor weight, int index)
        {
            const double Step = 1e-5;
            using var noGradient = no_grad();
            var entry = weight.view(-1)[index];
            entry.add_(Step);
            var above = Likelihood().item<double>();
            entry.sub_(2 * Step);
            var below = Likelihood().item<double>();
            entry.add_(Step);
            return (above - below) / (2 * Step);
        }
    });

    [TestCase("linf")]
    [TestCase("linf-patch")]
    public void The_likelihood_rises_over_200_steps(string decoder)
    {
        using var scope = NewDisposeScope();
        using var model = Small(decoder, new JsonObject { ["hidden_dim"] = 16, ["flow_layers"] = 4, ["num_layer"] = 1 });
        using var optimizer = new WeightOptimizer([.. model.Parameters()], new OptimizerOptions { Rate = 1e-3 });
        var step = new TrainStep(model, [new WeightedLoss("own", Loss("own"), 1)], optimizer, clip: 0, CPU);
        using var batch = Batch(model, 32);
        var likelihoods = Enumerable.Range(0, 200).Select(_ => -step.Run(batch).Loss).Chunk(25).Select(part => part.Average()).ToList();

        Assert.That(likelihoods, Is.Ordered.Ascending);
    }

    [Test]
    public void Two_losses_take_a_step_each_on_the_weights_the_other_left() => Assert.Multiple(() =>
    {
        using var scope = NewDisposeScope();
        using var both = Small("linf", new JsonObject { ["hidden_dim"] = 16, ["flow_layers"] = 4 });
        using var inTurn = Small("linf", new JsonObject { ["hidden_dim"] = 16, ["flow_layers"] = 4 });
        WeightedLoss likelihood = new("own", Loss("own"), 5e-4), distance = new("l1", Loss("l1"), 1);
        using var bothOptimizer = new WeightOptimizer([.. both.Parameters()], new OptimizerOptions());
        using var inTurnOptimizer = new WeightOptimizer([.. inTurn.Parameters()], new OptimizerOptions());
        using var batch = Batch(both, 16);
        var losses = new TrainStep(both, [likelihood, distance], bothOptimizer, 0, CPU).Run(batch).Losses;
        var first = new TrainStep(inTurn, [likelihood], inTurnOptimizer, 0, CPU).Run(batch).Loss;
        var second = new TrainStep(inTurn, [distance], inTurnOptimizer, 0, CPU).Run(batch).Loss;

        Assert.That(losses, Is.EqualTo(new[] { first, second }));
        Assert.That(bothOptimizer.Steps().Select(entry => entry.Value), Is.All.EqualTo(2));
        foreach (var ((key, a), (_, b)) in both.State().Zip(inTurn.State()))
            Assert.That(a.equal(b).all().item<bool>(), Is.True, key);
    });

    [Test]
    public void A_step_gives_the_same_bits_every_time()
    {
        using var scope = NewDisposeScope();
        var losses = Enumerable.Range(0, 3).Select(_ =>
        {
            using var model = Small("lmi", []);
            using var optimizer = new WeightOptimizer([.. model.Parameters()], new OptimizerOptions { Rate = 1e-3 });
            var step = new TrainStep(model, [new WeightedLoss("l1", Loss("l1"), 1)], optimizer, clip: 1, CPU);
            using var batch = Batch(model, 128);
            return Enumerable.Range(0, 5).Select(_ => step.Run(batch).Loss).ToList();
        }).ToList();

        Assert.That(losses, Is.All.EqualTo(losses[0]));
    }

    private static List<GridQueries>? Stages(SafetensorsContent tensors)
    {
        var grids = new List<GridQueries>();
        var (height, width) = ((int)tensors["A.inp"].shape[2], (int)tensors["A.inp"].shape[3]);
        while (tensors.Find($"A.coords_stage{grids.Count}") is { } coords)
            grids.Add(GridQueries.Whole(height, width, (int)coords.shape[1], (int)coords.shape[2]));
        return grids.Count == 0 ? null : grids;
    }

    private static Tensor Points(Tensor target, int size) => target.dim() == 3 ? target
        : size == 1 ? target.flatten(2).transpose(1, 2)
        : target.unflatten(3, -1, size).unflatten(2, -1, size).permute(0, 2, 4, 1, 3, 5).flatten(3).flatten(1, 2);

    private TrainingLoss Loss(string name) => _parts.Create(_parts.Bind<TrainingLoss>(name));

    private SrModel Small(string decoder, JsonObject options)
    {
        var model = new ModelFactory(_parts).Create(new ModelSpec
        {
            Encoder = _parts.Bind<Encoder>("edsr-baseline", new JsonObject { ["n_resblocks"] = 1, ["n_feats"] = 64 }),
            Decoder = _parts.Bind<Decoder>(decoder, options),
        });
        return model;
    }

    private Batch Batch(SrModel model, int queries)
    {
        var options = new TrainOptions { Data = _parts.Bind<PairSource>("procedural", new JsonObject { ["height"] = 64, ["width"] = 64, ["scale_max"] = 2 }), Batch = 2, Patch = 12, Queries = queries };
        var size = model.Decoder is ISampling sampling ? sampling.PatchSize : 1;
        return new BatchMaker(options, (IPatchSource)_parts.Create(options.Data), [], new SampleOrder(5, 1, 2, 0, isStream: true), 0, size).Make(0, CancellationToken.None);
    }
}
