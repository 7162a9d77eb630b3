using Coz.Contracts;
using Coz.Contracts.Devices;
using Coz.Plugins.Capture;
using Coz.Plugins.SimulatedRig;
using Coz.Tests.Plugins.Benchmark;

namespace Coz.Tests.Plugins.Capture;

/// <summary>What a resume makes of the pictures that the camera holds: its own, somebody else's, and those of which nobody can tell.</summary>
[TestFixture]
[Parallelizable(ParallelScope.Children)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ResumeTests : IDisposable
{
    private readonly CaptureBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Test]
    public async Task An_exposure_of_before_the_interruption_is_used()
    {
        await InterruptAtStep3Async(keep: "IMG_0003.JPG");

        await ResumeAsync();

        Assert.That(_bench.Session.Frames[2].Ticket, Is.EqualTo("IMG_0003.JPG"));
        Assert.That(_bench.Session.Frames[2].Settings, Is.EquivalentTo(new Dictionary<string, string> { ["iso"] = "100", ["aperture"] = "8" }), "as EXIF confirms");
        Assert.That(Notes(), Has.Some.Contains("IMG_0003.JPG was taken before the interruption, and is used"));
    }

    [Test]
    public async Task A_picture_of_another_focal_length_is_left_on_the_camera()
    {
        await InterruptAtStep3Async(keep: "IMG_0004.JPG");

        await ResumeAsync();

        CheckTakenAgain("EXIF says 139 mm, planned were 88.19 mm", "IMG_0004.JPG");
    }

    [Test]
    public async Task A_picture_with_other_settings_is_left_on_the_camera()
    {
        await InterruptAtStep3Async(keep: "IMG_0003.JPG");
        using (var brighter = new CaptureBench())
        {
            await brighter.CaptureAsync(CaptureBench.Options() with { KeepOnCamera = true, Settings = ["iso=200", "aperture=8"] });
            File.Copy(Path.Combine(CardOf(brighter), "IMG_0003.JPG"), Path.Combine(Card, "IMG_0003.JPG"), overwrite: true);
        }

        await ResumeAsync();

        CheckTakenAgain("iso 200 instead of '100'", "IMG_0003.JPG");
    }

    [TestCase("iso", "iso 100, now 200")]
    [TestCase("less", "aperture 8, now not set")]
    [TestCase("scene", "scene scene, now meadow")]
    [TestCase("camera", "camera COZ simulated R10 C0000-[0-9a-f]{8}, now COZ simulated R10 C0007-")]
    [TestCase("lens", "L0000-[0-9a-f]{8}, now COZ simulated 18-150 mm zoom L0007-")]
    [TestCase("garden", "camera COZ simulated R10 C0000-[0-9a-f]{8}, now COZ simulated R10 C0000-")]
    [TestCase("seed", "lens COZ simulated 18-150 mm zoom L0000-[0-9a-f]{8}, now COZ simulated 18-150 mm zoom L0000-")]
    public async Task A_session_does_not_go_on_with_what_it_was_not_begun_with(string other, string message)
    {
        await InterruptAtStep3Async("IMG_0003.JPG");
        var options = CaptureBench.Options();
        var others = other switch
        {
            "iso" => options with { Settings = ["iso=200", "aperture=8"] },
            "less" => options with { Settings = ["iso=100"] },
            "scene" => options with { Scene = "meadow" },
            "camera" => CaptureBench.Options(CaptureBench.SmallCamera with { Seed = 7 }),
            "garden" => CaptureBench.Options(CaptureBench.SmallCamera with { SceneSeed = 2 }),
            "lens" => CaptureBench.Options(lens: new SimulatedLensOptions { Seed = 7 }),
            _ => options,
        };

        Assert.That(async () => await ResumeAsync(others, other == "seed" ? 4 : 3), Throws.InstanceOf<UsageException>().With.Message.Match(message).And.Message.Contains("name another folder in task:session"));
        Assert.That(_bench.Session.Frames, Has.Count.EqualTo(2), "nothing was added");
        await ResumeAsync();
        Assert.That(_bench.Session.IsComplete, "and what it was begun with goes on");
    }

    [Test]
    public async Task Of_two_pictures_none_is_guessed_to_be_the_frame()
    {
        await InterruptAtStep3Async("IMG_0003.JPG", "IMG_0004.JPG");

        await ResumeAsync();

        CheckTakenAgain("the camera holds 2 pictures", "IMG_0003.JPG", "IMG_0004.JPG");
    }

    [Test]
    public async Task A_kill_between_the_last_record_and_its_release_leaves_work_that_a_resume_does()
    {
        await _bench.CaptureAsync(CaptureBench.Options() with { KeepOnCamera = true });
        Cut(line => line.Contains("\"closed\""));

        await _bench.CaptureAsync(CaptureBench.Options());

        _bench.CheckComplete();
        Assert.That(_bench.Session.Entries[^1], Is.InstanceOf<SessionClosed>());
        Assert.That(_bench.Session.Entries.OfType<StepStarted>().Count(), Is.EqualTo(4));
    }

    [Test]
    public async Task A_picture_that_only_has_the_id_of_a_frame_is_not_released()
    {
        await _bench.CaptureAsync(CaptureBench.Options() with { KeepOnCamera = true });
        Cut(line => line.Contains("\"closed\""));
        File.AppendAllText(Path.Combine(Card, "IMG_0002.JPG"), "another picture under an old name");

        await _bench.CaptureAsync(CaptureBench.Options());

        Assert.That(_bench.Session.Entries[^1], Is.InstanceOf<SessionClosed>());
        Assert.That(Pictures(), Is.EqualTo(new[] { "IMG_0002.JPG" }));
        Assert.That(Notes(), Has.Some.Contains("another picture, which is left there"));
    }

    private string Card => CardOf(_bench);

    private static string CardOf(CaptureBench bench) => Path.Combine(bench.SessionFolder + ".devices", "simulated", "card");

    // As a kill right behind the begin of step 3 leaves it, and as whoever used the camera since.
    private async Task InterruptAtStep3Async(params string[] keep)
    {
        await _bench.CaptureAsync(CaptureBench.Options() with { KeepOnCamera = true });
        Cut(line => line.Contains("\"frame\"") && line.Contains("0003.jpg"));
        foreach (var picture in new[] { "IMG_0003.JPG", "IMG_0004.JPG" }.Except(keep))
            File.Delete(Path.Combine(Card, picture));
        foreach (var frame in new[] { "0003.jpg", "0004.jpg" })
            File.Delete(Path.Combine(_bench.SessionFolder, "frames", frame));
    }

    private Task ResumeAsync(CaptureOptions? options = null, int seed = 3)
    {
        _bench.Run = new FakeRun(_bench.Folder) { Seed = seed };
        return _bench.CaptureAsync((options ?? CaptureBench.Options()) with { KeepOnCamera = true });
    }

    private void Cut(Predicate<string> from)
    {
        var path = Path.Combine(_bench.SessionFolder, CaptureSession.ManifestName);
        var lines = File.ReadAllLines(path);
        File.WriteAllLines(path, lines.Take(Array.FindIndex(lines, from)));
    }

    private void CheckTakenAgain(string reason, params string[] left)
    {
        Assert.That(_bench.Session.IsComplete);
        Assert.That(Notes(), Has.Some.Contains(reason));
        Assert.That(_bench.Session.Frames[2].Ticket, Is.EqualTo("IMG_0005.JPG"));
        Assert.That(Pictures(), Is.SupersetOf(left));
        Assert.That(_bench.Session.Frames.Select(frame => CaptureBench.Sha(_bench.Session.PathOf(frame))), Is.EqualTo(_bench.Hashes()));
        Assert.That(_bench.Session.Frames.SelectMany(frame => frame.Flags), Is.Empty);
    }

    private IEnumerable<string> Notes() => _bench.Session.Entries.OfType<SessionNote>().Select(note => note.Text);

    private string[] Pictures() => [.. Directory.EnumerateFiles(Card, "*.JPG").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
}
