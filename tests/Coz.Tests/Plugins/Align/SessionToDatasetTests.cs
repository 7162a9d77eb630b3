using System.Text.Json.Nodes;
using Coz.Contracts;
using Coz.Contracts.Devices;
using Coz.Contracts.Models;
using Coz.Plugins.Align;
using Coz.Plugins.Capture;
using Coz.Plugins.Data;
using Coz.Plugins.Sequence;
using Coz.Plugins.SimulatedRig;
using Coz.Tests.Plugins.Capture;
using Coz.Tests.Support;
using Coz.Toolkit;

namespace Coz.Tests.Plugins.Align;

/// <summary>Capture, align, score and build in one folder, and what stands in it afterwards. Captured once for all tests.</summary>
[TestFixture]
public sealed class SessionToDatasetTests
{
    private static readonly string[] Scales = ["1", "1.59", "2.52", "4"];
    private CaptureBench _bench = null!;
    private JsonObject _result = null!;

    private string Dataset => Path.Combine(_bench.Folder, "dataset");

    [OneTimeSetUp]
    public async Task CaptureAlignAndBuild()
    {
        _bench = new CaptureBench();
        var capture = CaptureBench.Options(AlignBench.Camera) with { Scene = "garden" };
        _result = (await new SequenceTask(
            new SequenceOptions
            {
                Steps =
                [
                    new Part<ExperimentTask>("capture", capture),
                    new Part<ExperimentTask>("align", new AlignOptions { Aligner = new Part<Aligner>("two-stage", new TwoStageOptions()) }),
                    new Part<ExperimentTask>("score-alignment", new ScoreOptions()),
                    new Part<ExperimentTask>("build-dataset", new BuildDatasetOptions()),
                ],
            },
            new TestParts()).RunAsync(_bench.Run, default)).Json;
    }

    [OneTimeTearDown]
    public void RemoveBench() => _bench.Dispose();

    [Test]
    public void The_result_tells_the_data_set_and_each_pair_with_its_true_error()
    {
        Assert.That((string)_result["dataset"]!, Is.EqualTo(Dataset));
        Assert.That((int)_result["frames"]!, Is.EqualTo(4));
        var pairs = _result["pairs"]!.AsArray();
        Assert.That(pairs.Select(pair => (bool)pair!["accepted"]!), Is.All.True.And.Exactly(3).Items);
        foreach (var pair in pairs)
        {
            Assert.That((double)pair!["true_p95"]!, Is.LessThan(0.1));
            Assert.That((double)pair["estimate_p95"]!, Is.EqualTo((double)pair["true_p95"]!).Within(0.05));
            Assert.That(pair["reasons"]!.AsArray(), Is.Empty);
        }
    }

    [Test]
    public void All_frames_of_a_scene_show_the_same_field_at_their_own_sampling()
    {
        var index = DatasetIndex.Find(Dataset)!;
        Assert.That(index.Frames.Select(frame => frame.Scene), Is.All.EqualTo("garden"));
        Assert.That(index.Frames.Select(frame => frame.Scale.Columns), Is.EqualTo(Scales.Select(double.Parse)).Within(3).Percent);
        var anchor = ImageFile.SizeOf(Path.Combine(Dataset, index.Frames[0].Path));
        foreach (var frame in index.Frames)
        {
            var size = ImageFile.SizeOf(Path.Combine(Dataset, frame.Path));
            Assert.That(((double)size.Width / anchor.Width, (double)size.Height / anchor.Height), Is.EqualTo((frame.Scale.Columns, frame.Scale.Rows)), "the ratio of the sizes is the scale");
            Assert.That(frame.Offset, Is.EqualTo(new AxisPair(0, 0)));
        }
    }

    [Test]
    public void The_low_resolution_image_of_strict_pairs_is_the_photo_pixel_by_pixel()
    {
        var pair = DatasetIndex.Find(Dataset)!.Pairs[0];
        var photo = ImageFile.ReadBytes(_bench.Session.PathOf(_bench.Session.Frames[0]));

        Assert.That(ImageFile.ReadBytes(Path.Combine(Dataset, pair.Lr)).Values, Is.EqualTo(photo.Values));
        Assert.That((pair.Offset.Rows % 1, pair.Offset.Columns % 1), Is.EqualTo((0.0, 0.0)), "the HR image begins at a pixel's edge");
    }

    [Test]
    public void The_folder_holds_pictures_and_the_index_and_nothing_else()
    {
        var files = Directory.EnumerateFiles(Dataset, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Dataset, file)).ToList();
        Assert.That(files.Where(file => !file.EndsWith(".png", StringComparison.Ordinal)), Is.EqualTo(new[] { "index.json" }));
        Assert.That(Directory.EnumerateFiles(Path.Combine(_bench.Folder, "alignment"), "*.png", SearchOption.AllDirectories), Is.Not.Empty, "plots stay with the run");
    }

    [Test]
    public async Task It_passes_data_check_and_gives_patches_to_train_on()
    {
        var check = await new DataCheckTask(new DataCheckOptions { Root = Dataset }).RunAsync(new TestRun(_bench.Folder), default);
        Assert.That(check.Succeeded, check.Json.ToJsonString());

        var source = new CozSource(new CozOptions { Root = Dataset });
        Assert.That(source.Count, Is.EqualTo(1));
        using var patch = source.LoadPatch(new PatchRequest(0, 48, new SampleRandom(1)));
        Assert.That(patch.Lr.shape, Is.EqualTo(new long[] { 1, 3, 48, 48 }));
    }

    [Test]
    public async Task A_test_scene_has_the_frame_nearest_to_each_scale_at_its_place()
    {
        var root = Path.Combine(_bench.Folder, "test-set");
        var build = new BuildDatasetOptions { Alignments = [Path.Combine(_bench.Folder, "alignment")], Out = root, Test = ["garden"], Pairs = false };
        await new BuildDatasetTask(build).RunAsync(new TestRun(_bench.Folder), default);

        // Against x4 the frames have the scales 4, 2.5 and 1.6.
        var places = Directory.EnumerateFiles(Path.Combine(root, "test_LR", "garden")).Select(Path.GetFileName).Order(StringComparer.Ordinal).ToList();
        Assert.That(places, Has.Count.EqualTo(3));
        Assert.That(places[0], Does.StartWith("02-02.5"));
        Assert.That(places[1], Does.StartWith("03-01.6"));
        Assert.That(places[2], Does.StartWith("04-01.000"));
        Assert.That(File.Exists(Path.Combine(root, "test_HR", "garden.png")));
    }
}
