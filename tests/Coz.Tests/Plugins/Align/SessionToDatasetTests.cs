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

    [Test]
    public async Task Two_frames_at_one_position_of_the_ring_are_two_images()
    {
        var root = Path.Combine(_bench.Folder, "twice-set");
        await new BuildDatasetTask(new BuildDatasetOptions { Alignments = [Changed("twice", WithAFrameTwice)], Out = root }).RunAsync(new TestRun(_bench.Folder), default);

        var index = DatasetIndex.Find(root)!;
        Assert.That(index.Frames, Has.Count.EqualTo(5));
        Assert.That(index.Pairs, Has.Count.EqualTo(4));
        Assert.That(index.Frames.Select(frame => frame.Path).Order(StringComparer.Ordinal), Is.EqualTo(index.Frames.Select(frame => frame.Path)), "by scale in the order of names");
        var check = await new DataCheckTask(new DataCheckOptions { Root = root }).RunAsync(new TestRun(_bench.Folder), default);
        Assert.That(check.Succeeded, check.Json.ToJsonString());
    }

    [Test]
    public async Task Test_frames_that_the_layout_has_no_place_for_are_counted()
    {
        var run = new TestRun(_bench.Folder);
        var build = new BuildDatasetOptions { Alignments = [Changed("plain", alignment => alignment), Changed("more", alignment => WithAFrameTwice(alignment) with { Scene = "meadow" })], Out = Path.Combine(_bench.Folder, "two-tests"), Test = ["garden", "meadow"], Pairs = false };
        await new BuildDatasetTask(build).RunAsync(run, default);

        Assert.That(run.Events.OfType<MessageEvent>().Single(message => message.IsWarning).Text, Does.StartWith("1 test frame has no place in test_LR and is left out").And.Contain("garden has none over"));
        Assert.That(Directory.Exists(Path.Combine(build.Out, "test_LR_add")), Is.False);
    }

    [Test]
    public async Task A_build_that_was_cut_off_begins_anew_when_its_run_goes_on()
    {
        var root = Path.Combine(_bench.Folder, "cut-off");
        var build = new BuildDatasetOptions { Alignments = [Path.Combine(_bench.Folder, "alignment")], Out = root, Pairs = false };
        await new BuildDatasetTask(build).RunAsync(new TestRun(_bench.Folder), default);
        Assert.That(new BuildDatasetTask(build).ValidateResume(_bench.Folder), Has.One.Contains("is not empty"), "a whole data set is not thrown away");

        File.Delete(Path.Combine(root, "index.json"));
        var leftOver = Path.Combine(root, "train_LR", "garden", "1.png.0123456789abcdef.tmp");
        File.WriteAllText(leftOver, "half a picture");
        Assert.That(new BuildDatasetTask(build).Validate(), Has.One.Contains("is not empty"), "another run does not take it");
        Assert.That(new BuildDatasetTask(build).ValidateResume(_bench.Folder), Is.Empty);
        await new BuildDatasetTask(build).RunAsync(new TestRun(_bench.Folder), default);

        Assert.That(DatasetIndex.Find(root)!.Frames, Has.Count.EqualTo(4));
        Assert.That(File.Exists(leftOver), Is.False);
    }

    [TestCase("notes.txt")]
    [TestCase("train_LR/garden/notes.txt")]
    [TestCase("holidays/1.png")]
    public void A_folder_with_anything_else_in_it_is_left_alone(string file)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(Path.GetDirectoryName(folder.Path(file.Split('/')))!);
        File.WriteAllText(folder.Path(file.Split('/')), "mine");
        var build = new BuildDatasetTask(new BuildDatasetOptions { Alignments = [Path.Combine(_bench.Folder, "alignment")], Out = folder.FullPath });

        Assert.That(build.ValidateResume(_bench.Folder), Has.One.Contains("is not empty"));
        Assert.That(async () => await build.RunAsync(new TestRun(_bench.Folder), default), Throws.InstanceOf<UsageException>().With.Message.Contains("is not empty"));
        Assert.That(File.ReadAllText(folder.Path(file.Split('/'))), Is.EqualTo("mine"));
    }

    [Test]
    public async Task The_truth_is_found_beside_a_session_that_was_named_with_a_slash()
    {
        var score = await new ScoreTask(new ScoreOptions { Alignment = Changed("slash", alignment => alignment with { Session = alignment.Session + "/" }) }).RunAsync(new TestRun(_bench.Folder), default);

        Assert.That(score.Json["pairs"]!.AsArray().Select(pair => pair!["true_p95"]), Has.None.Null);
    }

    // As a sweep has it in which the ring was at one place twice.
    private static SessionAlignment WithAFrameTwice(SessionAlignment alignment) => alignment with { Frames = [.. alignment.Frames, alignment.Frames[0] with { Step = 9 }] };

    private string Changed(string name, Func<SessionAlignment, SessionAlignment> change)
    {
        var folder = Path.Combine(_bench.Folder, name);
        change(SessionAlignment.Read(Path.Combine(_bench.Folder, "alignment"))).Write(folder);
        return folder;
    }
}
