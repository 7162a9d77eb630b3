using System.Text.Json.Nodes;
using Coz.Contracts;
using Coz.Contracts.Devices;
using Coz.Plugins.Capture;
using Coz.Plugins.SimulatedRig;
using Coz.Tests.Plugins.Benchmark;
using Coz.Tests.Support;

namespace Coz.Tests.Plugins.Capture;

/// <summary>Captures of four small frames on the simulated rig, in a folder of their own.</summary>
internal sealed class CaptureBench : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public CaptureBench() => Run = new FakeRun(_folder.FullPath);

    public static SimulatedCameraOptions SmallCamera => new() { Width = 160, Widest = 35, Longest = 140 };

    public FakeRun Run { get; set; }

    public string Folder => _folder.FullPath;

    public string SessionFolder => Path.Combine(Folder, "session");

    public CaptureSession Session => CaptureSession.Read(SessionFolder);

    public static CaptureOptions Options(SimulatedCameraOptions? camera = null, SimulatedLensOptions? lens = null) => new()
    {
        Camera = new Part<Camera>("simulated", camera ?? SmallCamera),
        Lens = new Part<ZoomLens>("simulated", lens ?? new SimulatedLensOptions()),
        Frames = 4,
        Settings = ["iso=100", "aperture=8"],
        Settle = 0,
        RetryWait = 0,
    };

    public async Task<JsonObject> CaptureAsync(CaptureOptions options, CancellationToken cancellationToken = default) =>
        (await new CaptureTask(options, new TestParts()).RunAsync(Run, cancellationToken)).Json;

    /// <summary>Every step has one frame, its bytes are those recorded, and the camera holds nothing any more.</summary>
    public void CheckComplete(int frames = 4)
    {
        var session = Session;
        Assert.That(session.IsComplete);
        Assert.That(session.Frames.Select(frame => frame.Step), Is.EqualTo(Enumerable.Range(1, frames)));
        Assert.That(session.Frames.Select(frame => frame.Ticket), Is.Unique);
        foreach (var frame in session.Frames)
            Assert.That(Sha(session.PathOf(frame)), Is.EqualTo(frame.Sha256));
        Assert.That(Directory.EnumerateFiles(Path.Combine(SessionFolder, "frames")).Count(), Is.EqualTo(frames), "no file is left over");
        Assert.That(Directory.EnumerateFiles(Path.Combine(SessionFolder + ".devices", "simulated", "card")), Is.Empty, "the card is empty");
    }

    public IReadOnlyList<string> Hashes() => [.. Session.Frames.Select(frame => frame.Sha256)];

    public static string Sha(string path) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path)));

    public void Dispose() => _folder.Dispose();
}
