using System.Text.Json.Nodes;
using Coz.Contracts;
using Coz.Plugins.Data;
using Coz.Tests.Support;
using Coz.Toolkit;

namespace Coz.Tests.Plugins.Data;

public sealed class DataCheckTests
{
    private Support.TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new Support.TemporaryFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public async Task A_sound_COZ_data_set_is_told_with_its_scenes_and_scales()
    {
        CozFolder.Write(_folder);
        var (json, isSound, _) = await CheckAsync();
        Assert.That(isSound, json.ToJsonString());
        Assert.That((string)json["layout"]!, Is.EqualTo("coz"));
        Assert.That(json["halves"]!["train_LR"]!.ToJsonString(), Is.EqualTo("""{"scenes":2,"images":6,"scale_min":1.5,"scale_max":2.5}"""));
        Assert.That(json["halves"]!["test_LR"]!.ToJsonString(), Is.EqualTo("""{"scenes":2,"images":6,"scale_min":2,"scale_max":3}"""));
        Assert.That(json["scenes"]!.AsArray(), Has.Count.EqualTo(4));
    }

    [Test]
    public async Task A_set_without_a_test_half_is_sound()
    {
        CozFolder.Write(_folder, scenes: 1, testScales: []);
        var (json, isSound, run) = await CheckAsync();
        Assert.That(isSound, json.ToJsonString());
        Assert.That(run.Messages, Has.Some.Contains("no test_HR"));
    }

    [Test]
    public async Task Damaged_files_scenes_of_one_image_and_images_that_cannot_match_are_faults()
    {
        CozFolder.Write(_folder, scenes: 1);
        var damaged = _folder.Path("train_LR", "scene1", "150.png");
        File.WriteAllBytes(damaged, File.ReadAllBytes(damaged)[..400]);
        CozFolder.Save(_folder, "train_LR/single/1.png", TestImages.Waves(20, 20));
        CozFolder.Save(_folder, "train_LR/tilted/1.png", TestImages.Waves(20, 20));
        CozFolder.Save(_folder, "train_LR/tilted/2.png", TestImages.Waves(30, 50));
        var (json, isSound, run) = await CheckAsync();
        Assert.That(isSound, Is.False);
        var faults = json["faults"]!.AsArray().Select(fault => (string)fault!["fault"]!).ToList();
        Assert.That(faults, Has.Count.EqualTo(3));
        Assert.That(faults, Has.One.Contains("150.png").And.One.Contains("1 usable images").And.One.Contains("cannot match"));
        Assert.That(run.Messages, Is.SupersetOf(faults));
    }

    [Test]
    public async Task Scenes_without_an_image_are_faults_and_hide_no_other_scene()
    {
        CozFolder.Write(_folder);
        Directory.CreateDirectory(_folder.Path("train_LR", "empty"));
        foreach (var file in Directory.GetFiles(Directory.GetDirectories(_folder.Path("test_LR"))[0]))
            File.Delete(file);
        var (json, isSound, _) = await CheckAsync();
        Assert.That(isSound, Is.False);
        var faults = json["faults"]!.AsArray().Select(fault => (string)fault!["fault"]!).ToList();
        Assert.That(faults, Has.Count.EqualTo(2).And.One.Contains("0 usable images").And.One.Contains("holds no image"));
        Assert.That(json["scenes"]!.AsArray(), Has.Count.EqualTo(5));
    }

    [Test]
    public async Task HR_images_without_an_LR_half_are_a_fault_and_a_store_is_no_half()
    {
        CozFolder.Write(_folder);
        await new DataPackTask(new DataPackOptions { Root = _folder.Path("test_LR") }).RunAsync(new TestRun(_folder.FullPath), default);
        Assert.That((await CheckAsync()).IsSound);
        Directory.Delete(_folder.Path("test_LR"), recursive: true);
        var (json, isSound, _) = await CheckAsync();
        Assert.That(isSound, Is.False);
        Assert.That((string)json["faults"]![0]!["fault"]!, Does.Contain("has test_HR and no test_LR"));
    }

    [Test]
    public async Task Halves_that_do_not_fit_and_frames_at_the_wrong_place_are_told()
    {
        CozFolder.WriteTest(_folder, "a", 60, 90, [3], 1);
        var (_, _, run) = await CheckAsync();
        Assert.That(run.Messages, Has.Some.Contains("mode official takes it for x2"));
        CozFolder.Save(_folder, "test_HR/b.png", TestImages.Waves(20, 20));
        var (json, isSound, _) = await CheckAsync();
        Assert.That(isSound, Is.False);
        Assert.That((string)json["faults"]![0]!["fault"]!, Does.Contain("1 scenes").And.Contain("2 images"));
    }

    [Test]
    public async Task An_index_is_checked_against_the_files()
    {
        CozFolder.WriteRamps(_folder, "train_LR/a/1.png", "train_LR/a/2.png");
        var index = new DatasetIndex(
            [new IndexFrame("train_LR/a/1.png", "a", new AxisPair(1, 1), default), new IndexFrame("train_LR/a/2.png", "a", new AxisPair(2, 2.5), new AxisPair(0.25, 0.3))], []);
        index.Write(_folder.FullPath);
        var (json, isSound, _) = await CheckAsync();
        Assert.That((isSound, (bool)json["index"]!), Is.EqualTo((true, true)), json.ToJsonString());
        Assert.That((double)json["scenes"]![0]!["images"]![1]!["scale"]!, Is.EqualTo(2.5));
        (index with { Frames = [.. index.Frames, new IndexFrame("train_LR/a/3.png", "a", new AxisPair(3, 3), default)] }).Write(_folder.FullPath);
        (json, isSound, _) = await CheckAsync();
        Assert.That(isSound, Is.False);
        Assert.That((string)json["faults"]![0]!["fault"]!, Does.Contain("train_LR/a/3.png, and there is no such file"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task An_index_that_sets_two_images_beside_each_other_is_a_fault(bool isStrict)
    {
        CozFolder.WriteRamps(_folder, "train_LR/a/1.png", "train_LR/a/2.png");
        CozFolder.WriteRamps(_folder, "pairs/a/lr.png", "pairs/a/hr.png");
        var (here, away) = (new AxisPair(0.25, 0.3), new AxisPair(0.25, 20));
        new DatasetIndex(
            [new IndexFrame("train_LR/a/1.png", "a", new AxisPair(1, 1), default), new IndexFrame("train_LR/a/2.png", "a", new AxisPair(2, 2.5), isStrict ? here : away)],
            [new IndexPair("pairs/a/lr.png", "pairs/a/hr.png", "a", false, new AxisPair(2, 2.5), isStrict ? away : here)]).Write(_folder.FullPath);
        var (json, isSound, _) = await CheckAsync();

        Assert.That(isSound, Is.False);
        Assert.That((string)json["faults"]!.AsArray().Single()!["fault"]!, Does.Contain(isStrict ? "hr.png" : "2.png").And.Contain("share no 4x4 LR pixels").And.Contain("0.25, 20 LR pixels"));
    }

    [TestCase("test_LR/a/2.png")]
    [TestCase("test_LR_add/a/2.png")]
    public async Task An_index_that_sets_HR_beside_a_test_frame_is_a_fault(string path)
    {
        CozFolder.WriteTest(_folder, "a", 60, 90, [3], 1);
        CozFolder.Save(_folder, path, TestImages.Waves(30, 45));
        IndexFrame Frame(string file, double scale, double offset) => new(file, "a", new AxisPair(scale, scale), new AxisPair(0, offset));
        new DatasetIndex([Frame("test_LR/a/3.png", 1, 0), Frame(path, 1.5, 40), Frame("test_HR/a.png", 3, 0)], []).Write(_folder.FullPath);
        var (json, _, _) = await CheckAsync();

        Assert.That(json["faults"]!.AsArray().Select(fault => (string)fault!["fault"]!), Has.One.Contains("share no 4x4 LR pixels").And.Exactly(1).Items);
    }

    [Test]
    public async Task An_HR_image_that_the_index_lists_and_that_is_not_there_is_a_fault()
    {
        CozFolder.WriteTest(_folder, "a", 40, 60, [2], 1);
        new DatasetIndex(
            [new IndexFrame("test_LR/a/2.png", "a", new AxisPair(1, 1), default), new IndexFrame("test_HR/gone.png", "a", new AxisPair(2, 2), default)], []).Write(_folder.FullPath);
        var (json, isSound, _) = await CheckAsync();
        Assert.That(isSound, Is.False);
        Assert.That(json["faults"]!.AsArray().Select(fault => (string)fault!["fault"]!), Is.All.Contains("test_HR/gone.png, and there is no such file").And.Not.Empty);
        Assert.That(json["scenes"]!.AsArray(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Real_pairs_and_plain_folders_are_known_too()
    {
        CozFolder.Save(_folder, "a_HR.png", TestImages.Waves(40, 60));
        var (plain, isSound, _) = await CheckAsync();
        Assert.That((isSound, (string)plain["layout"]!), Is.EqualTo((true, "images")));
        CozFolder.Save(_folder, "a_LR2.png", TestImages.Waves(20, 30));
        var (pairs, _, _) = await CheckAsync();
        Assert.That(((string)pairs["layout"]!, (double)pairs["halves"]!["pairs"]!["scale_max"]!), Is.EqualTo(("real-pairs", 2.0)));
    }

    [Test]
    public void An_empty_folder_is_not_sound_and_a_missing_one_is_wrong_use()
    {
        Assert.That(CheckAsync().Result.IsSound, Is.False);
        Assert.That(async () => await new DataCheckTask(new DataCheckOptions { Root = _folder.Path("none") }).RunAsync(new TestRun(_folder.FullPath), default), Throws.InstanceOf<UsageException>());
    }

    private async Task<(JsonObject Json, bool IsSound, TestRun Run)> CheckAsync()
    {
        var run = new TestRun(_folder.FullPath);
        var result = await new DataCheckTask(new DataCheckOptions { Root = _folder.FullPath }).RunAsync(run, default);
        return (result.Json, result.Succeeded, run);
    }
}
