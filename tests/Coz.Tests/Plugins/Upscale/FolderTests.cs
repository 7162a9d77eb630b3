using Coz.Contracts;
using Coz.Plugins.Upscale;
using Coz.Plugins.Upscale.Pictures;
using Coz.Tests.Plugins.Benchmark;
using Coz.Tests.Support;

namespace Coz.Tests.Plugins.Upscale;

[TestFixture]
public sealed class FolderTests
{
    private static readonly string[] Names = ["a.png", "b.jpg", "c.tif", "d.webp", "e.png"];
    private TemporaryFolder _folder = null!;
    private UpscaleRuns _runs = null!;
    private UpscaleOptions _options = null!;

    [SetUp]
    public void MakeFolder()
    {
        _folder = new TemporaryFolder();
        _runs = new UpscaleRuns(_folder);
        foreach (var (name, i) in Names.Select((name, i) => (name, i)))
            Photo.Of(30 + i, 20 + i).WriteToFile(_folder.Path("in", name));
        _options = _runs.Options("in", "out") with { Scale = 2.7, Model = UpscaleRuns.Tiny("lmi") };
    }

    [TearDown]
    public void DeleteFolder() => _folder.Dispose();

    private string[] Written => [.. Directory.GetFileSystemEntries(_folder.Path("out")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Test]
    public async Task A_broken_file_is_named_and_the_rest_is_done()
    {
        await File.WriteAllTextAsync(_folder.Path("in", "zz.png"), "this is no picture");
        await File.WriteAllTextAsync(_folder.Path("in", "notes.txt"), "left alone");
        var result = await _runs.UpscaleAsync(_options);

        Assert.That(result.Succeeded, Is.False);
        Assert.That(Written, Is.EqualTo(Names));
        Assert.That(_runs.Run.Messages, Has.One.Contains("zz.png").And.One.Contains("1 files of other kinds"));
        foreach (var (name, i) in Names.Select((name, i) => (name, i)))
            Assert.That(Photo.ShapeOf(_folder.Path("out", name)), Is.EqualTo(((int)Math.Round(2.7 * (30 + i)), (int)Math.Round(2.7 * (20 + i)), 3, NetVips.Enums.BandFormat.Uchar)));
    }

    [Test]
    public async Task A_file_that_breaks_while_it_is_read_is_named_too()
    {
        var bytes = await File.ReadAllBytesAsync(_folder.Path("in", "a.png"));
        await File.WriteAllBytesAsync(_folder.Path("in", "a.png"), bytes[..^200]);
        var result = await _runs.UpscaleAsync(_options);

        Assert.That(result.Succeeded, Is.False);
        Assert.That(Written, Is.EqualTo(Names.Skip(1)));
        Assert.That((string?)result.Json["failed"]![0]!["reason"], Does.Contain("a.png"));
    }

    [Test]
    public async Task Progress_is_over_all_pictures_and_ends_at_the_end()
    {
        await _runs.UpscaleAsync(_options);
        var progress = _runs.Run.Events.OfType<ProgressEvent>().ToList();

        Assert.That(progress.Select(p => p.Total).Distinct().ToList(), Has.Count.EqualTo(1));
        Assert.That(progress.Select(p => p.Done), Is.Ordered);
        Assert.That(progress[^1].Done, Is.EqualTo(progress[^1].Total));
        Assert.That(progress[^1].Detail, Does.Contain("5 of 5 e.png"));
    }

    [Test]
    public async Task What_is_done_is_not_done_again_when_it_is_resumed()
    {
        await _runs.UpscaleAsync(_options);
        File.Delete(_folder.Path("out", "c.tif"));
        var before = File.GetLastWriteTimeUtc(_folder.Path("out", "a.png"));
        var result = await _runs.UpscaleAsync(_options with { Resume = true });

        Assert.That((int)result.Json["done_before"]!, Is.EqualTo(4));
        Assert.That(File.GetLastWriteTimeUtc(_folder.Path("out", "a.png")), Is.EqualTo(before));
        Assert.That(Written, Is.EqualTo(Names));
    }

    [Test]
    public async Task Other_settings_and_another_file_are_done_again()
    {
        await _runs.UpscaleAsync(_options);
        var other = await _runs.UpscaleAsync(_options with { Resume = true, Scale = 2 });
        Assert.That((int)other.Json["done_before"]!, Is.Zero);
        Assert.That(_runs.Run.Messages, Has.Some.Contains("scale was 2.7 and is 2"));

        Photo.Of(31, 23).WriteToFile(_folder.Path("in", "a.png"));
        var changed = await _runs.UpscaleAsync(_options with { Resume = true, Scale = 2 });
        Assert.That((int)changed.Json["done_before"]!, Is.EqualTo(4));
        Assert.That(Photo.ShapeOf(_folder.Path("out", "a.png")).Width, Is.EqualTo(62));
    }

    [Test]
    public async Task A_resumed_run_keeps_the_memory_the_threads_and_the_model_of_the_first()
    {
        await _runs.UpscaleAsync(_options with { Memory = "300MiB" });
        var state = await StateAsync();
        var models = state["models"]!.AsObject();
        Assert.That(models, Has.Count.EqualTo(Names.Length), "each picture's grid has steps of its own");
        (state["memory"], state["threads"]) = (299L << 20, 1);
        foreach (var (steps, _) in models)
            models[steps]!["bytes_per_lr_pixel"] = 123456.0;
        await File.WriteAllTextAsync(_options.State!, state.ToJsonString());
        File.Delete(_folder.Path("out", "c.tif"));
        var result = await _runs.UpscaleAsync(_options with { Memory = "300MiB", Resume = true });

        Assert.That((long)result.Json["memory_bytes"]!, Is.EqualTo(299L << 20));
        Assert.That((int)result.Json["threads"]!, Is.EqualTo(1));
        Assert.That((double)result.Json["pictures"]!.AsArray().Single()!["model_memory"]!["bytes_per_lr_pixel"]!, Is.EqualTo(123456.0));
    }

    [Test]
    public async Task Another_build_of_the_program_resumes_nothing()
    {
        await _runs.UpscaleAsync(_options);
        var state = await StateAsync();
        state["asked"]!["program"] = "0123456789ab";
        await File.WriteAllTextAsync(_options.State!, state.ToJsonString());
        var result = await _runs.UpscaleAsync(_options with { Resume = true });

        Assert.That((int)result.Json["done_before"]!, Is.Zero);
        Assert.That(_runs.Run.Messages, Has.Some.Contains("program was 0123456789ab and is "));
    }

    [Test]
    public async Task What_a_killed_run_left_is_cleared_though_its_picture_is_done()
    {
        await _runs.UpscaleAsync(_options);
        await File.WriteAllTextAsync(TemporaryPicture.NameFor(_folder.Path("out", "b.jpg")), "half a picture");
        var result = await _runs.UpscaleAsync(_options with { Resume = true });

        Assert.That((int)result.Json["done_before"]!, Is.EqualTo(Names.Length));
        Assert.That(Written, Is.EqualTo(Names));
    }

    [Test]
    public void A_state_that_cannot_be_written_is_no_picture_s_fault()
    {
        File.WriteAllText(_folder.Path("file"), "no folder");
        Assert.That(
            async () => await _runs.UpscaleAsync(_options with { State = Path.Combine(_folder.Path("file"), "state.json") }),
            Throws.InstanceOf<CozException>().With.Message.Contains("What is done cannot be remembered").And.Message.Contains("task:state=FILE"));
        Assert.That(Directory.Exists(_folder.Path("out")), Is.False, "told before the work");
    }

    [Test]
    public void A_state_that_can_be_written_no_more_ends_the_run_and_blames_no_picture()
    {
        var run = new TestRun(_folder.FullPath)
        {
            Observer = e =>
            {
                if (e is not MessageEvent { Text: var text } || !text.Contains("a.png:", StringComparison.Ordinal) || !Directory.Exists(_folder.Path("state")))
                    return;
                Directory.Delete(_folder.Path("state"), recursive: true);
                File.WriteAllText(_folder.Path("state"), "no folder any more");
            },
        };
        var task = new UpscaleTask(_options, new TestParts());

        Assert.That(
            async () => await task.RunAsync(run, CancellationToken.None),
            Throws.InstanceOf<CozException>().With.Message.Contains("What is done cannot be remembered").And.Message.Contains("2 of 5 pictures are done").And.Message.Not.Contains("b.jpg"));
        Assert.That(Written, Is.EqualTo(Names.Take(2)));
    }

    [Test]
    public async Task The_longest_names_are_names()
    {
        var name = new string('ä', 125) + "a.png";
        File.Move(_folder.Path("in", "a.png"), _folder.Path("in", name));
        await _runs.UpscaleAsync(_options);
        Assert.That(Written, Is.EquivalentTo(Names.Skip(1).Append(name)));

        var result = await _runs.UpscaleAsync(_options with { Format = PictureFormat.WebP, Output = _folder.Path("webp") });
        Assert.That(result.Succeeded, Is.False);
        Assert.That((string?)result.Json["failed"]!.AsArray().Single()!["reason"], Does.Contain("256 bytes"));
        Assert.That(Directory.GetFileSystemEntries(_folder.Path("webp")), Has.Length.EqualTo(4));
    }

    [Test]
    public void A_stop_leaves_no_partial_file()
    {
        using var stop = new CancellationTokenSource();
        var run = new FakeRun(_folder.FullPath) { AtGate = gate => { if (gate == 8) stop.Cancel(); } };
        var task = new UpscaleTask(_options with { Tile = 24 }, new TestParts());

        Assert.That(async () => await task.RunAsync(run, stop.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(Written, Is.SubsetOf(Names).And.Not.EquivalentTo(Names));
    }

    [Test]
    public async Task Two_runs_on_the_same_picture_do_not_mix()
    {
        Directory.CreateDirectory(_folder.Path("out"));
        using (var other = new TemporaryPicture(_folder.Path("out", "a.png")))
            Assert.That(async () => await _runs.UpscaleAsync(_options), Throws.InstanceOf<CozException>().With.Message.Contains("a.png").And.Message.Contains("--resume"));
        await _runs.UpscaleAsync(_options);
        Assert.That(Written, Is.EqualTo(Names));
    }

    [Test]
    public async Task A_format_names_all_results()
    {
        await _runs.UpscaleAsync(_options with { Format = PictureFormat.WebP });
        Assert.That(Written, Is.EqualTo(new[] { "a.webp", "b.webp", "c.webp", "d.webp", "e.webp" }));
    }

    [Test]
    public void Two_pictures_that_would_have_the_same_name_are_refused()
    {
        Photo.Of(9, 9).WriteToFile(_folder.Path("in", "a.jpg"));
        Assert.That(async () => await _runs.UpscaleAsync(_options with { Format = PictureFormat.Png }), Throws.InstanceOf<UsageException>().With.Message.Contains("a.jpg and a.png would both become a.png"));
    }

    [Test]
    public void Nothing_is_written_over_its_own_input()
    {
        Assert.That(async () => await _runs.UpscaleAsync(_options with { Output = _options.Input }), Throws.InstanceOf<UsageException>());
        Assert.That(async () => await _runs.UpscaleAsync(_options with { Input = _folder.Path("in", "a.png"), Output = _folder.Path("in", "a.png") }), Throws.InstanceOf<UsageException>());
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "links need a privilege there")]
    public void Nothing_is_written_over_its_own_input_by_way_of_a_link()
    {
        var before = Inputs();
        Directory.CreateSymbolicLink(_folder.Path("out"), _folder.Path("in"));
        Refuses(_options);
        Refuses(_options with { Input = _folder.Path("in", "a.png") });
        Refuses(_options with { Input = _folder.Path("in", "a.png"), Output = _folder.Path("out", "a.png") });
        Refuses(_options with { Input = _folder.Path("out"), Output = _folder.Path("in") });
        File.CreateSymbolicLink(_folder.Path("link.png"), _folder.Path("in", "a.png"));
        Refuses(_options with { Input = _folder.Path("in", "a.png"), Output = _folder.Path("link.png") });
        Refuses(_options with { Input = _folder.Path("link.png"), Output = _folder.Path("in", "a.png") });

        // A folder of links to the pictures, upscaled to where they are.
        File.CreateSymbolicLink(_folder.Path("links", "a.png"), _folder.Path("in", "a.png"));
        Refuses(_options with { Input = _folder.Path("links"), Output = _folder.Path("in") });
        Assert.That(Inputs(), Is.EqualTo(before));

        void Refuses(UpscaleOptions options) => Assert.That(async () => await _runs.UpscaleAsync(options), Throws.InstanceOf<UsageException>().With.Message.Contains("written over"));

        List<string> Inputs() => [.. Directory.GetFiles(_folder.Path("in")).Order(StringComparer.Ordinal).Select(path => $"{path} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path)))}")];
    }

    [Test]
    public async Task A_preview_shows_bicubic_on_the_left_and_the_model_on_the_right_and_nothing_else()
    {
        await _runs.UpscaleAsync(_options with { Preview = true });
        Assert.That(Written, Is.EqualTo(new[] { "a.png", "b.png", "c.png", "d.png", "e.png" }));
        Assert.That(Photo.ShapeOf(_folder.Path("out", "a.png")), Is.EqualTo(((2 * 81) + 8, 54, 3, NetVips.Enums.BandFormat.Uchar)));

        var one = _options with { Input = _folder.Path("in", "a.png") };
        await _runs.UpscaleAsync(one with { Output = _folder.Path("model.png") });
        await _runs.UpscaleAsync(one with { Output = _folder.Path("bicubic.png"), Model = UpscaleRuns.Bicubic });
        using var preview = NetVips.Image.NewFromFile(_folder.Path("out", "a.png"));
        Assert.That(Samples(preview.Crop(0, 0, 81, 54)), Is.EqualTo(Photo.SamplesOf(_folder.Path("bicubic.png"))));
        Assert.That(Samples(preview.Crop(81, 0, 8, 54)), Is.All.EqualTo(255));
        Assert.That(Samples(preview.Crop(89, 0, 81, 54)), Is.EqualTo(Photo.SamplesOf(_folder.Path("model.png"))));

        static double[] Samples(NetVips.Image image)
        {
            using var part = image;
            using var wide = part.Cast(NetVips.Enums.BandFormat.Double);
            return wide.WriteToMemory<double>();
        }
    }

    [Test]
    public async Task A_model_of_whole_pictures_warns_once_where_it_is_cut()
    {
        foreach (var name in Names)
            File.Delete(_folder.Path("in", name));
        Photo.Of(200, 20).WriteToFile(_folder.Path("in", "a.png"));
        Photo.Of(200, 20).WriteToFile(_folder.Path("in", "b.png"));
        var options = _options with { Model = UpscaleRuns.Tiny("srno", new() { ["width"] = 16, ["heads"] = 2 }) };
        await _runs.UpscaleAsync(options with { Tile = 100 });
        Assert.That(_runs.Run.Events.OfType<MessageEvent>().Where(message => message.IsWarning && message.Text.Contains("changed by tiles", StringComparison.Ordinal)).ToList(), Has.Count.EqualTo(1));
        await _runs.UpscaleAsync(options);
        Assert.That(_runs.Run.Messages, Has.None.Contains("changed by tiles"));
    }

    private async Task<System.Text.Json.Nodes.JsonNode> StateAsync() => System.Text.Json.Nodes.JsonNode.Parse(await File.ReadAllTextAsync(_options.State!))!;
}
