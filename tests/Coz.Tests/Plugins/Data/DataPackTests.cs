using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Plugins.Data;
using Coz.Tests.Support;
using Coz.Toolkit;

namespace Coz.Tests.Plugins.Data;

public sealed class DataPackTests
{
    private Support.TemporaryFolder _folder = null!;

    [SetUp]
    public void MakePhotos()
    {
        _folder = new Support.TemporaryFolder();
        CozFolder.Save(_folder, "photos/a.png", TestImages.Waves(70, 131, 1));
        CozFolder.Save(_folder, "photos/b.png", TestImages.Waves(64, 200, 2));
    }

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    private string Root => Path.Combine(_folder.FullPath, "photos");

    private string Store => Root + ".tiles";

    [Test]
    public async Task Patches_from_the_store_are_those_of_the_decoded_photos()
    {
        await PackAsync();
        for (var i = 0; i < 60; i++)
        {
            using var stored = Source(Store).LoadPatch(Request(i));
            using var decoded = Source(null).LoadPatch(Request(i));
            Assert.That((stored.Hr - decoded.Hr).abs().max().item<float>(), Is.Zero);
            Assert.That((stored.Lr - decoded.Lr).abs().max().item<float>(), Is.Zero);
        }
    }

    [Test]
    public async Task Every_pixel_of_a_photo_comes_back_from_its_tiles()
    {
        await PackAsync();
        var source = new ImageFolderSource(new ImageFolderOptions { Root = Root, Store = Store, ScaleMin = 1, ScaleMax = 1, Degradation = Degradation.Box });
        using var photo = ImageFile.Read(Path.Combine(Root, "a.png"));
        for (var i = 0; i < 40; i++)
        {
            using var patch = source.LoadPatch(new PatchRequest(0, 70, new SampleRandom(i)));
            using var rows = photo.Pixels.narrow(2, 0, 70);
            var isThere = Enumerable.Range(0, 131 - 70 + 1).Any(left => rows.narrow(3, left, 70).equal(patch.Hr).all().item<bool>());
            Assert.That(isThere);
        }
    }

    [Test]
    public async Task What_is_packed_is_kept_what_changed_is_packed_again_and_what_is_gone_is_removed()
    {
        var first = await PackAsync();
        Assert.That(((int)first["packed"]!, (int)first["kept"]!, (int)first["removed"]!), Is.EqualTo((2, 0, 0)));
        Assert.That(Directory.GetFiles(Root).Select(Path.GetFileName), Is.EquivalentTo(new[] { "a.png", "b.png" }), "nothing is written among the photos");
        CozFolder.Save(_folder, "photos/a.png", TestImages.Waves(80, 90, 3));
        File.Delete(Path.Combine(Root, "b.png"));
        CozFolder.Save(_folder, "photos/c.png", TestImages.Waves(64, 64, 4));
        var second = await PackAsync();
        Assert.That(((int)second["packed"]!, (int)second["kept"]!, (int)second["removed"]!), Is.EqualTo((2, 0, 1)));
        Assert.That(((int)(await PackAsync())["kept"]!, Directory.GetFiles(Store, "*.tmp").Length), Is.EqualTo((2, 0)));
    }

    [Test]
    public async Task Nothing_of_another_store_and_no_foreign_file_is_removed()
    {
        CozFolder.Save(_folder, "others/b.png", TestImages.Waves(20, 30, 5));
        var (below, foreign) = (Path.Combine(Store, "others.tiles"), Path.Combine(Store, "notes.tiles"));
        await PackAsync();
        await new DataPackTask(new DataPackOptions { Root = _folder.Path("others", "x")[..^2], Out = below }).RunAsync(new TestRun(_folder.FullPath), default);
        File.WriteAllText(foreign, "not ours");
        File.Delete(Path.Combine(Root, "b.png"));
        var again = await PackAsync();
        Assert.That((int)again["removed"]!, Is.EqualTo(1));
        Assert.That(Directory.GetFiles(Store).Select(Path.GetFileName), Is.EquivalentTo(new[] { "a.png.tiles", "notes.tiles", "store.json" }));
        Assert.That(Directory.GetFiles(below).Select(Path.GetFileName), Is.EquivalentTo(new[] { "b.png.tiles", "store.json" }));
    }

    [Test]
    public async Task The_store_of_another_data_set_is_not_written_into()
    {
        await PackAsync();
        CozFolder.Save(_folder, "others/b.png", TestImages.Waves(20, 30, 5));
        var task = new DataPackTask(new DataPackOptions { Root = _folder.Path("others", "x")[..^2], Out = Store });
        Assert.That(async () => await task.RunAsync(new TestRun(_folder.FullPath), default), Throws.InstanceOf<UsageException>().With.Message.Contains("tile store of").And.Message.Contains("--out"));
        Source(Store).LoadPatch(Request(0)).Dispose();
    }

    [Test]
    public async Task A_photo_changed_after_it_was_packed_is_refused()
    {
        await PackAsync();
        CozFolder.Save(_folder, "photos/a.png", TestImages.Waves(70, 131, 9));
        File.SetLastWriteTimeUtc(Path.Combine(Root, "a.png"), new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.That(() => Source(Store).LoadPatch(Request(0)), Throws.InstanceOf<CozException>().With.Message.Contains("changed after it was packed").And.Message.Contains("coz data pack"));
        File.Delete(Path.Combine(Root, "a.png"));
    }

    [TestCase("cut", "cut short")]
    [TestCase("foreign", "no tile file")]
    [TestCase("version", "version 99")]
    [TestCase("gone", "has no tiles of")]
    public async Task Tiles_that_are_not_whole_are_refused_by_name(string fault, string message)
    {
        await PackAsync();
        var tiles = Path.Combine(Store, "a.png.tiles");
        var bytes = File.ReadAllBytes(tiles);
        File.Delete(tiles);
        if (fault == "cut")
            File.WriteAllBytes(tiles, bytes[..1000]);
        else if (fault == "foreign")
            File.WriteAllText(tiles, new string('x', 500));
        else if (fault == "version")
            File.WriteAllBytes(tiles, [.. bytes[..8], 99, .. bytes[9..]]);
        Assert.That(() => Source(Store).LoadPatch(Request(0)), Throws.InstanceOf<CozException>().With.Message.Contains(message).And.Message.Contains("coz data pack"));
        await PackAsync();
        Source(Store).LoadPatch(Request(0)).Dispose();
    }

    [Test]
    public async Task Tiles_that_are_cut_short_while_they_are_in_use_are_a_fault_and_not_the_end_of_the_process()
    {
        await PackAsync();
        var source = Source(Store);
        source.LoadPatch(Request(0)).Dispose();
        using (var tiles = File.OpenWrite(Path.Combine(Store, "a.png.tiles")))
            tiles.SetLength(1000);
        Assert.That(() => source.LoadPatch(Request(0)), Throws.InstanceOf<CozException>().With.Message.Contains("a.png.tiles was cut short while it was in use").And.Message.Contains("coz data pack"));
    }

    [Test]
    public async Task An_unreadable_photo_is_reported_and_the_others_are_packed()
    {
        File.WriteAllText(Path.Combine(Root, "c.png"), "a text");
        var run = new TestRun(_folder.FullPath);
        var result = await new DataPackTask(new DataPackOptions { Root = Root }).RunAsync(run, default);
        Assert.That(result.Succeeded, Is.False);
        Assert.That((int)result.Json["packed"]!, Is.EqualTo(2));
        Assert.That((string)result.Json["faults"]![0]!["path"]!, Does.EndWith("c.png"));
        Assert.That(run.Messages, Has.Some.Contains("c.png is no image"));
    }

    [Test]
    public void A_folder_that_is_no_store_is_refused() =>
        Assert.That(() => Source(_folder.FullPath).LoadPatch(Request(0)), Throws.InstanceOf<CozException>().With.Message.Contains("no tile store"));

    [Test]
    public async Task A_COZ_data_set_is_packed_with_its_folders()
    {
        CozFolder.Write(_folder, testScales: []);
        await new DataPackTask(new DataPackOptions { Root = _folder.FullPath, Out = _folder.Path("store", "x")[..^2] }).RunAsync(new TestRun(_folder.FullPath), default);
        for (var i = 0; i < 10; i++)
        {
            using var stored = new CozSource(new CozOptions { Root = _folder.FullPath, Store = _folder.Path("store", "x")[..^2] }).LoadPatch(new PatchRequest(0, 8, new SampleRandom(i)));
            using var decoded = new CozSource(new CozOptions { Root = _folder.FullPath }).LoadPatch(new PatchRequest(0, 8, new SampleRandom(i)));
            Assert.That((stored.Hr - decoded.Hr).abs().max().item<float>(), Is.Zero);
        }
    }

    private static PatchRequest Request(int index) => new(index % 2, 12, new SampleRandom(4, index));

    private ImageFolderSource Source(string? store) => new(new ImageFolderOptions { Root = Root, Store = store, Degradation = Degradation.PillowBicubic });

    private async Task<System.Text.Json.Nodes.JsonObject> PackAsync() =>
        (await new DataPackTask(new DataPackOptions { Root = Root }).RunAsync(new TestRun(_folder.FullPath), default)).Json;
}
