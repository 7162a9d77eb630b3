using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Plugins.ModelTools.Predict;
using Coz.Tests.Plugins.Checkpoints;
using Coz.Tests.Support;
using Coz.Toolkit;
using TorchSharp;
using static TorchSharp.torch;

namespace Coz.Tests.Plugins.ModelTools;

public sealed class PredictTaskTests
{
    private static readonly string Model = Fixture.PathOf("edsr-baseline-lmi/checkpoint.pth");
    private static readonly string Case = Fixture.PathOf("edsr-baseline-lmi/case.safetensors");

    private TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TemporaryFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [TestCase("A")]
    [TestCase("B")]
    [TestCase("C")]
    public async Task The_raw_output_is_that_of_the_official_code(string name)
    {
        var result = await Predict(Model, Case, name);
        using var scope = NewDisposeScope();
        using var expected = Safetensors.Read(Case);
        Assert.That(result.Json["shape"]!.AsArray().Select(side => side!.GetValue<long>()), Is.EqualTo(expected[$"{name}.pred"].shape));
        Assert.That(Error(expected[$"{name}.pred64"]), Is.LessThan(1e-5));
    }

    [Test]
    public async Task Grids_of_coordinates_and_one_cell_an_image_give_what_points_give()
    {
        using var scope = NewDisposeScope();
        using var tensors = Safetensors.Read(Case);
        var coords = tensors["A.coord"];
        Safetensors.Write(_folder.Path("case.safetensors"),
        [
            new("inp", tensors["A.inp"]),
            new("coord", coords.view(coords.shape[0], 23, 18, 2)),
            new("cell", tensors["A.cell"].select(1, 0)),
        ]);
        var result = await Predict(Model, _folder.Path("case.safetensors"), null);
        Assert.That(result.Json["shape"]!.ToJsonString(), Is.EqualTo("[2,414,3]"));
        Assert.That(Error(tensors["A.pred64"]), Is.LessThan(1e-5));
    }

    [TestCase("A")]
    [TestCase("C")]
    public async Task A_cascade_takes_the_grids_of_its_case_and_writes_its_earlier_stages(string name)
    {
        var file = Fixture.PathOf("edsr-baseline-clit3/case.safetensors");
        await Predict(Fixture.PathOf("edsr-baseline-clit3/checkpoint.pth"), file, name);
        using var scope = NewDisposeScope();
        using var expected = Safetensors.Read(file);
        Assert.That(Error(expected[$"{name}.pred64"]), Is.LessThan(1e-5));
        Assert.That(Error(expected[$"{name}.pred_stage064"], "pred_stage0"), Is.LessThan(1e-5));
        Assert.That(Error(expected[$"{name}.pred_stage164"], "pred_stage1"), Is.LessThan(1e-5));
    }

    [Test]
    public void A_grid_that_is_not_regular_is_refused()
    {
        using var scope = NewDisposeScope();
        Safetensors.Write(_folder.Path("bent.safetensors"), [new("inp", ones(1, 3, 5, 5)), new("coord", zeros(1, 2, 2)), new("cell", ones(1, 2)), new("coords_stage0", zeros(1, 4, 4, 2))]);
        Assert.That(() => Predict(Fixture.PathOf("edsr-baseline-clit3/checkpoint.pth"), _folder.Path("bent.safetensors"), null), Throws.InstanceOf<CozException>().With.Message.Contains("'coords_stage0'"));
    }

    [Test]
    public async Task Doubles_are_computed_as_doubles()
    {
        using var scope = NewDisposeScope();
        using var tensors = Safetensors.Read(Case);
        Safetensors.Write(_folder.Path("case.safetensors"), [.. new[] { "inp", "coord", "cell" }.Select(name => KeyValuePair.Create($"B.{name}", tensors[$"B.{name}"].to(float64)))]);
        await Predict(Model, _folder.Path("case.safetensors"), "B");
        using var output = Safetensors.Read(_folder.Path("out.safetensors"));
        Assert.That(output["pred"].dtype, Is.EqualTo(ScalarType.Float64));
        Assert.That(Error(tensors["B.pred64"]), Is.LessThan(1e-5));
    }

    [TestCase("edsr-baseline-linf", "A")]
    [TestCase("edsr-baseline-linf", "C")]
    [TestCase("edsr-baseline-linf-patch", "A")]
    [TestCase("edsr-baseline-linf-patch", "C")]
    public async Task Samples_and_likelihoods_are_those_of_the_official_code(string model, string name)
    {
        var file = Fixture.PathOf($"{model}/case.safetensors");
        await Predict(Fixture.PathOf($"{model}/checkpoint.pth"), file, name);
        using var scope = NewDisposeScope();
        using var expected = Safetensors.Read(file);
        var isPatches = model.EndsWith("patch", StringComparison.Ordinal);
        Assert.That(Error(Shaped(expected[$"{name}.pred64"])), Is.LessThan(1e-5));
        Assert.That(Error(Shaped(expected[$"{name}.pred_t0764"]), "pred_t07"), Is.LessThan(1e-5));
        Assert.That(Error(expected[$"{name}.logp64"], "logp"), Is.LessThan(1e-5));

        // Patches stay the image they make; single pixels are listed, rows of the grid first.
        Tensor Shaped(Tensor image) => isPatches ? image : image.flatten(2).transpose(1, 2);
    }

    [Test]
    public async Task A_grid_of_queries_that_all_depend_on_each_other_is_decoded_at_once()
    {
        var file = Fixture.PathOf("edsr-baseline-srno/case.safetensors");
        await Predict(Fixture.PathOf("edsr-baseline-srno/checkpoint.pth"), file, "A");
        using var scope = NewDisposeScope();
        using var expected = Safetensors.Read(file);
        Assert.That(Error(expected["A.pred64"].flatten(2).transpose(1, 2)), Is.LessThan(1e-5));
    }

    [Test]
    public async Task A_latent_is_left_alone_where_nothing_is_drawn_and_refused_where_it_does_not_fit()
    {
        using var scope = NewDisposeScope();
        var path = _folder.Path("latent.safetensors");
        Safetensors.Write(path, [new("inp", ones(1, 3, 5, 5)), new("coord", zeros(1, 4, 2)), new("cell", ones(1, 2)), new("z", ones(5, 3))]);
        var result = await Predict(Model, path, null);
        Assert.That(result.Json["tensors"]!.ToJsonString(), Is.EqualTo("[\"pred\"]"));
        Assert.That(() => Predict(Fixture.PathOf("edsr-baseline-linf/checkpoint.pth"), path, null), Throws.InstanceOf<CozException>().With.Message.Contains("'z'").And.Message.Contains("(4, 3)"));
    }

    [TestCase("edsr-baseline/checkpoint.pth", "edsr-baseline/case.safetensors")]
    [TestCase("rdn/checkpoint.pth", "rdn/case.safetensors")]
    public async Task An_encoder_alone_writes_its_features(string model, string file)
    {
        await Predict(Fixture.PathOf(model), Fixture.PathOf(file), "A");
        using var expected = Safetensors.Read(Fixture.PathOf(file));
        Assert.That(Error(expected["A.pred64"]), Is.LessThan(1e-5));
    }

    [Test]
    public void An_encoder_named_without_fitting_weights_is_refused()
    {
        Assert.That(() => Predict("edsr-baseline", Case, "A", Model), Throws.InstanceOf<CozException>().With.Message.Contains("checkpoint.pth"));
        Assert.That(File.Exists(_folder.Path("out.safetensors")), Is.False);
    }

    [Test]
    public void A_case_that_is_not_there_or_of_wrong_shape_is_one_line()
    {
        Assert.That(() => Predict(Model, Case, "Z"), Throws.InstanceOf<UsageException>().With.Message.Contains("'Z'").And.Message.Contains("A, B, C"));
        Assert.That(() => Predict(Model, Case, null), Throws.InstanceOf<UsageException>().With.Message.Contains("case_name"));
        Assert.That(() => Predict(Model, _folder.Path("none.safetensors"), "A"), Throws.InstanceOf<UsageException>().With.Message.Contains("none.safetensors"));
        using var scope = NewDisposeScope();
        Safetensors.Write(_folder.Path("flat.safetensors"), [new("inp", ones(1, 4, 5, 5)), new("coord", ones(1, 2, 2)), new("cell", ones(1, 2))]);
        Assert.That(() => Predict(Model, _folder.Path("flat.safetensors"), null), Throws.InstanceOf<CozException>().With.Message.Contains("(1, 4, 5, 5)"));
        Safetensors.Write(_folder.Path("cells.safetensors"), [new("inp", ones(1, 3, 5, 5)), new("coord", ones(1, 7, 2)), new("cell", ones(1, 3, 2))]);
        Assert.That(() => Predict(Model, _folder.Path("cells.safetensors"), null), Throws.InstanceOf<CozException>().With.Message.Contains("'cell'"));
    }

    [Test]
    public async Task Twenty_predictions_leave_no_tensor_behind()
    {
        await Predict(Model, Case, "C");
        var before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        for (var i = 0; i < 20; i++)
            await Predict(Model, Case, "C");
        Assert.That(DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount, Is.EqualTo(before));
    }

    private Task<TaskResult> Predict(string model, string file, string? name, string? encoderFrom = null) => new PredictTask(
        new PredictOptions
        {
            Model = ModelSpec.FromShortForm(model, _folder.FullPath),
            EncoderFrom = encoderFrom,
            Case = file,
            CaseName = name,
            Out = _folder.Path("out.safetensors"),
        },
        new TestParts()).RunAsync(new TestRun(_folder.FullPath), CancellationToken.None);

    private double Error(Tensor expected, string name = "pred")
    {
        using var scope = NewDisposeScope();
        using var output = Safetensors.Read(_folder.Path("out.safetensors"));
        Assert.That(output[name].shape, Is.EqualTo(expected.shape), name);
        return ((output[name].to(float64) - expected).abs().max() / expected.std()).item<double>();
    }
}
