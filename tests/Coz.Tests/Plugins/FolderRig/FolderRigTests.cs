using Coz.Contracts;
using Coz.Contracts.Devices;
using Coz.Plugins.Capture;
using Coz.Plugins.FolderRig;
using Coz.Tests.Plugins.Capture;
using Coz.Tests.Support;
using OpenCvSharp;

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
    public async Task Photos_of_one_focal_length_are_all_replayed()
    {
        using var folder = new TemporaryFolder();
        string[] names = ["a_035mm.jpg", "b_035mm.jpg", "c_140mm.jpg"];
        for (var i = 0; i < names.Length; i++)
        {
            using var photo = new Mat(48, 64, MatType.CV_8UC3, new Scalar(60 * i, 120, 200));
            Cv2.ImWrite(folder.Path(names[i]), photo);
        }

        using var replay = new CaptureBench();
        await replay.CaptureAsync(Options(new FolderRigOptions { Folder = folder.FullPath }));

        Assert.That(replay.Hashes(), Is.EqualTo(names.Select(name => CaptureBench.Sha(folder.Path(name)))));
        Assert.That(replay.Session.Frames.Select(frame => frame.FocalLength), Is.EqualTo(new[] { 35.0, 35, 140 }));
    }

    [Test]
    public async Task Ends_of_the_travel_with_more_digits_than_a_plan_are_reached()
    {
        // 106/3 and 212/3: the plan rounds the one down and the other up.
        using var folder = new TemporaryFolder();
        foreach (var name in new[] { "a_35.3333333mm.jpg", "b_50mm.jpg", "c_70.6666667mm.jpg" })
        {
            using var photo = new Mat(48, 64, MatType.CV_8UC3, new Scalar(name.Length, 120, 200));
            Cv2.ImWrite(folder.Path(name), photo);
        }

        using var replay = new CaptureBench();
        await replay.CaptureAsync(Options(new FolderRigOptions { Folder = folder.FullPath }) with { OnFault = OnFault.Stop });

        Assert.That(replay.Session.Frames.Select(frame => frame.Position), Is.EqualTo(new[] { 35.3333333, 50, 70.6666667 }));
    }

    [Test]
    public async Task A_name_that_is_to_count_counts_in_the_frames_too()
    {
        using var original = new CaptureBench();
        await original.CaptureAsync(CaptureBench.Options());
        using var folder = new TemporaryFolder();
        var frames = Directory.EnumerateFiles(Path.Combine(original.SessionFolder, "frames")).Order(StringComparer.Ordinal).ToList();
        File.Copy(frames[0], folder.Path("scene_070mm.jpg"));
        File.Copy(frames[1], folder.Path("scene_110mm.jpg"));
        using var byName = new CaptureBench();
        using var byExif = new CaptureBench();

        await byName.CaptureAsync(Options(new FolderRigOptions { Folder = folder.FullPath, Focal = FocalSource.Name }));
        await byExif.CaptureAsync(Options(new FolderRigOptions { Folder = folder.FullPath }));

        Assert.That(byName.Session.Frames.Select(frame => frame.FocalLength), Is.EqualTo(new[] { 70.0, 110 }));
        Assert.That(byName.Session.Frames.SelectMany(frame => frame.Flags), Is.Empty);
        Assert.That(byExif.Session.Frames.Select(frame => frame.FocalLength), Is.EqualTo(original.Session.Frames.Take(2).Select(frame => frame.FocalLength)));
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
