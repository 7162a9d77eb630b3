using Coz.Contracts;
using Coz.Contracts.Devices;
using Coz.Plugins.Capture;
using Coz.Plugins.FolderRig;
using Coz.Tests.Plugins.Capture;
using Coz.Tests.Support;

namespace Coz.Tests.Plugins.FolderRig;

[TestFixture]
public sealed class FolderRigTests
{
    [Test]
    public async Task A_session_is_replayed_by_the_focal_lengths_in_its_exif()
    {
        using var original = new CaptureBench();
        await original.CaptureAsync(CaptureBench.Options());
        using var replay = new CaptureBench();
        var folder = new FolderRigOptions { Folder = Path.Combine(original.SessionFolder, "frames") };

        await replay.CaptureAsync(Options(folder));

        Assert.That(replay.Session.IsComplete);
        Assert.That(replay.Hashes(), Is.EqualTo(original.Hashes()));
        Assert.That(replay.Session.Frames.Select(frame => frame.FocalLength), Is.EqualTo(original.Session.Frames.Select(frame => frame.FocalLength)));
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "links need rights there")]
    public async Task A_folder_of_links_is_replayed_as_the_photos_they_lead_to()
    {
        using var original = new CaptureBench();
        await original.CaptureAsync(CaptureBench.Options());
        using var links = new TemporaryFolder();
        foreach (var frame in Directory.EnumerateFiles(Path.Combine(original.SessionFolder, "frames")))
            File.CreateSymbolicLink(links.Path(Path.GetFileName(frame)), frame);
        using var replay = new CaptureBench();

        await replay.CaptureAsync(Options(new FolderRigOptions { Folder = links.FullPath }));

        Assert.That(replay.Hashes(), Is.EqualTo(original.Hashes()));
    }

    [Test]
    public async Task Photos_without_exif_are_found_by_their_names()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in new[] { "scene_035mm.png", "scene_50.5mm.png", "scene 140 mm.png" })
            File.WriteAllText(folder.Path(name), name);
        await using var lens = new FolderLens(new FolderRigOptions { Folder = folder.FullPath }, RigContext.Example);

        Assert.That(lens.Capabilities.Stops, Is.EqualTo(new[] { 35, 50.5, 140 }));
    }

    [Test]
    public void A_folder_that_is_missing_or_says_no_focal_lengths_is_named()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.Path("a.jpg"), "no photo");

        Assert.That(new CaptureTask(Options(new FolderRigOptions { Folder = "/nowhere" }), new TestParts()).Validate(), Has.Some.Contains("/nowhere does not exist"));
        Assert.That(new CaptureTask(Options(new FolderRigOptions { Folder = folder.FullPath }), new TestParts()).Validate(), Has.Some.Contains("call it something like scene_035mm.jpg"));
    }

    private static CaptureOptions Options(FolderRigOptions folder) => new()
    {
        Camera = new Part<Camera>("folder", folder),
        Lens = new Part<ZoomLens>("folder", folder),
        From = 1,
        To = 5000,
        Steps = StepUnit.Stops,
        Settle = 0,
    };
}
