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
    public async Task A_resumed_run_keeps_the_memory_and_the_threads_of_the_first()
    {
        await _runs.UpscaleAsync(_options with { Memory = "300MiB", Tile = 0 });
        var first = System.Text.Json.Nodes.JsonNode.Parse(await File.ReadAllTextAsync(_options.State!))!;
        File.Delete(_folder.Path("out", "c.tif"));
        var result = await _runs.UpscaleAsync(_options with { Memory = "300MiB", Resume = true });

        Assert.That((long)result.Json["memory_bytes"]!, Is.EqualTo(300L << 20));
        Assert.That((double?)result.Json["bytes_per_lr_pixel"], Is.EqualTo((double?)first["model"]!["bytes_per_lr_pixel"]).And.Not.Null);
    }

    [Test]
    public async Task What_a_killed_run_left_is_cleared()
    {
        Directory.CreateDirectory(_folder.Path("out"));
        await File.WriteAllTextAsync(TemporaryPicture.NameFor(_folder.Path("out", "b.jpg")), "half a picture");
        await _runs.UpscaleAsync(_options);

        Assert.That(Written, Is.EqualTo(Names));
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
    public async Task A_preview_shows_both_halves_and_nothing_else()
    {
        await _runs.UpscaleAsync(_options with { Preview = true });

        Assert.That(Written, Is.EqualTo(new[] { "a.png", "b.png", "c.png", "d.png", "e.png" }).Or.EqualTo(Names.Select(name => Path.ChangeExtension(name, ".png"))));
        Assert.That(Photo.ShapeOf(_folder.Path("out", "a.png")), Is.EqualTo(((2 * 81) + 8, 54, 3, NetVips.Enums.BandFormat.Uchar)));
    }

    [Test]
    public async Task A_model_of_whole_pictures_warns_once_where_it_is_cut()
    {
        await _runs.UpscaleAsync(_options with { Model = UpscaleRuns.Tiny("srno", new() { ["width"] = 16, ["heads"] = 2 }), Tile = 20 });
        Assert.That(_runs.Run.Events.OfType<MessageEvent>().Where(message => message.IsWarning && message.Text.Contains("changed by tiles", StringComparison.Ordinal)).ToList(), Has.Count.EqualTo(1));
        await _runs.UpscaleAsync(_options with { Model = UpscaleRuns.Tiny("srno", new() { ["width"] = 16, ["heads"] = 2 }) });
        Assert.That(_runs.Run.Messages, Has.None.Contains("changed by tiles"));
    }
}
