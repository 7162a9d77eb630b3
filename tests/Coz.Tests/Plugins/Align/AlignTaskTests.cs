using System.Text.Json.Nodes;
using Coz.Contracts;
using Coz.Contracts.Devices;
using Coz.Plugins.Align;
using Coz.Plugins.Capture;
using Coz.Tests.Plugins.Capture;
using Coz.Tests.Support;
using OpenCvSharp;

namespace Coz.Tests.Plugins.Align;

/// <summary>What the align task makes of sessions and of aligners that are none of the best.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class AlignTaskTests : IDisposable
{
    private const int Width = 64;
    private const int Height = 48;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Test]
    public async Task An_aligner_that_breaks_on_a_frame_costs_that_frame_and_no_other()
    {
        Capture((35, 35), (50, 50), (70, 70));

        var result = await AlignAsync(request => request.Moving.Path.EndsWith("0002.jpg", StringComparison.Ordinal) ? throw new InvalidOperationException("index was wrong") : Placed(0), report: false);

        var pairs = result["pairs"]!.AsArray();
        Assert.That(pairs.Select(pair => (bool)pair!["accepted"]!), Is.EqualTo(new[] { false, true }));
        Assert.That((string)pairs[0]!["reasons"]![0]!, Does.StartWith("image: ").And.Contains("0002.jpg").And.Contains("InvalidOperationException: index was wrong"));
    }

    [Test]
    public async Task A_warp_that_leads_out_of_the_picture_has_a_report_without_pictures()
    {
        Capture((35, 35), (50, 50), (70, 70));

        await AlignAsync(request => Placed(request.Moving.Path.EndsWith("0002.jpg", StringComparison.Ordinal) ? 1000 : 0), report: true);

        var page = File.ReadAllText(_folder.Path("alignment", "report.html"));
        Assert.That(page.Split("<h2>"), Has.Length.EqualTo(3), "a section for each frame");
        Assert.That(page, Does.Not.Contain("0002/").And.Contain("0003/field.png"));
    }

    [Test]
    public async Task The_widest_frame_is_the_anchor_also_where_exif_does_not_tell_it_from_the_next()
    {
        Capture((36, 36.2), (35, 35.4), (35, 34.9), (35, 35.2));

        await AlignAsync(_ => Placed(0), report: false);

        var alignment = SessionAlignment.Read(_folder.Path("alignment"));
        Assert.That(alignment.Anchor.Step, Is.EqualTo(3));
        Assert.That(alignment.Frames.Select(frame => frame.Step), Is.EqualTo(new[] { 4, 2, 1 }));
    }

    [Test]
    public async Task A_frame_whose_file_is_not_the_recorded_one_is_not_aligned()
    {
        Capture((35, 35), (50, 50), (70, 70));
        var changed = Overwrite("0002.jpg");
        var asked = new List<string>();

        var result = await AlignAsync(Asked(asked), report: false);

        var pairs = result["pairs"]!.AsArray();
        Assert.That(pairs.Select(pair => (bool)pair!["accepted"]!), Is.EqualTo(new[] { false, true }));
        Assert.That((string)pairs[0]!["reasons"]![0]!, Does.StartWith($"image: {changed} is not the file that the session has recorded: its SHA-256 is ").And.EndsWith("takes that step anew"));
        Assert.That(asked, Is.EqualTo(new[] { "0003.jpg" }));
    }

    [Test]
    public void An_anchor_whose_file_is_not_the_recorded_one_ends_it()
    {
        Capture((35, 35), (50, 50));
        var changed = Overwrite("0001.jpg");

        Assert.That(async () => await AlignAsync(_ => Placed(0), report: false), Throws.InstanceOf<CozException>().With.Message.StartsWith($"The anchor {changed} is not the file that the session has recorded"));
        File.Delete(changed);
        Assert.That(async () => await AlignAsync(_ => Placed(0), report: false), Throws.InstanceOf<CozException>().With.Message.StartsWith($"The anchor {changed}, which the session has recorded, cannot be read"));
    }

    [TestCase("0001.jpg")]
    [TestCase("0002.jpg")]
    public async Task A_photo_that_has_changed_since_it_was_aligned_gets_into_no_data_set(string photo)
    {
        Capture((35, 35), (50, 50));
        await AlignAsync(_ => Placed(0), report: false);
        var whole = File.ReadAllBytes(FrameOf(photo));
        var changed = Overwrite(photo);
        var build = new BuildDatasetTask(new BuildDatasetOptions());

        Assert.That(async () => await build.RunAsync(new TestRun(_folder.FullPath), default), Throws.InstanceOf<CozException>().With.Message.StartsWith($"{changed} is not the file that the alignment has recorded").And.Message.EndsWith("or align the session again."));
        Assert.That(Directory.Exists(_folder.Path("dataset")), Is.False);
        File.WriteAllBytes(changed, whole);
        await build.RunAsync(new TestRun(_folder.FullPath), default);
        Assert.That(File.Exists(_folder.Path("dataset", "index.json")));
    }

    [Test]
    public async Task A_frame_with_other_settings_than_the_anchors_is_rejected_and_a_setting_that_was_not_recorded_says_nothing()
    {
        Capture([(35, 35), (50, 50), (70, 70), (90, 90)], ["iso=100 aperture=8", "iso=200 aperture=8", "iso=100", "iso=100.0 aperture=8 focusmode=Manual"]);
        var asked = new List<string>();

        var result = await AlignAsync(Asked(asked), report: false);

        var pairs = result["pairs"]!.AsArray();
        Assert.That(pairs.Select(pair => (bool)pair!["accepted"]!), Is.EqualTo(new[] { false, true, true }));
        Assert.That((string)pairs[0]!["reasons"]![0]!, Is.EqualTo("image: its settings are not the anchor's: iso is '200' instead of '100'"));
        Assert.That(asked, Is.EquivalentTo(new[] { "0003.jpg", "0004.jpg" }));
    }

    private static Func<AlignmentRequest, Alignment> Asked(List<string> frames) => request =>
    {
        lock (frames)
            frames.Add(Path.GetFileName(request.Moving.Path));
        return Placed(0);
    };

    private static Alignment Placed(double by) => new(new Warp([1, 0, by, 0, 1, by, 0, 0, 1], null, Width, Height, Width, Height), new AlignmentMetrics(), []);

    private async Task<JsonObject> AlignAsync(Func<AlignmentRequest, Alignment> answer, bool report)
    {
        var options = new AlignOptions { Aligner = new Part<Aligner>("given"), Report = report };
        return (await new AlignTask(options, new Parts(new Given(answer))).RunAsync(new TestRun(_folder.FullPath), default)).Json;
    }

    // Small photos without a lens; what EXIF said of them, and what was planned.
    private void Capture(params (double Exif, double Planned)[] frames) => Capture(frames, [.. frames.Select(_ => "")]);

    private void Capture((double Exif, double Planned)[] frames, string[] settings)
    {
        var device = new DeviceIdentity("COZ", "fake");
        var nothing = new Dictionary<string, string>();
        using var journal = new SessionJournal(_folder.Path("session"), TimeProvider.System);
        journal.Write(new SessionOpened(1, "garden", device, device, "deg", [.. frames.Select((frame, i) => new FocalPoint(i, frame.Planned))], nothing, false));
        Directory.CreateDirectory(Path.Combine(journal.Folder, "frames"));
        for (var step = 1; step <= frames.Length; step++)
        {
            var file = $"frames/{step:0000}.jpg";
            var path = Path.Combine(journal.Folder, file);
            using var photo = new Mat(Height, Width, MatType.CV_8UC3, new Scalar(90, 120, 20 * step));
            Cv2.ImWrite(path, photo);
            journal.Write(new FrameRecorded(step, file, CaptureBench.Sha(path), new FileInfo(path).Length, Width, Height, frames[step - 1].Exif, frames[step - 1].Planned, step, $"{step}", Settings(settings[step - 1]), nothing, []));
        }
    }

    private static Dictionary<string, string> Settings(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(setting => setting.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);

    private string FrameOf(string name) => _folder.Path("session", "frames", name);

    // As long a file, and still a photo.
    private string Overwrite(string name)
    {
        var bytes = File.ReadAllBytes(FrameOf(name));
        bytes[^10] = (byte)(bytes[^10] ^ 1);
        File.WriteAllBytes(FrameOf(name), bytes);
        return FrameOf(name);
    }

    private sealed class Given(Func<AlignmentRequest, Alignment> answer) : Aligner
    {
        protected override Task<Alignment> AlignCoreAsync(AlignmentRequest request, CancellationToken cancellationToken) => Task.FromResult(answer(request));
    }

    private sealed class Parts(Aligner aligner) : IPartFactory
    {
        public IReadOnlyList<PartInfo> List<T>()
            where T : class => [];

        public Part<T> Bind<T>(string name, JsonObject? options = null, string origin = "")
            where T : class => new(name);

        public T Create<T>(Part<T> part, params object[] context)
            where T : class => (T)(object)aligner;
    }
}
