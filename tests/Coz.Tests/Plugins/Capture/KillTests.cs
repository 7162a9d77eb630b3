using System.Diagnostics;
using System.Text.Json.Nodes;
using Coz.Contracts.Devices;
using Coz.Tests.CommandLine;
using Coz.Tests.Support;

namespace Coz.Tests.Plugins.Capture;

/// <summary>A capture that is killed at any instant goes on without a duplicate or a gap. Twenty instants: tests/rig/kill-resume.sh.</summary>
[TestFixture]
[Parallelizable(ParallelScope.Children)]
public sealed class KillTests
{
    private readonly TemporaryFolder _folder = new();
    private string[] _uninterrupted = null!;

    [OneTimeSetUp]
    public void CaptureUninterrupted()
    {
        File.WriteAllText(_folder.Path("capture.json"), """
            {
              "task": { "name": "capture", "frames": 6, "settle": 0.05, "settings": ["iso=100"] },
              "camera": { "name": "simulated", "width": 240 },
              "lens": { "name": "simulated", "speed": 300 }
            }
            """);
        Finish("uninterrupted");
        _uninterrupted = Hashes("uninterrupted");
    }

    [OneTimeTearDown]
    public void DeleteFolder() => _folder.Dispose();

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    public async Task A_killed_capture_finishes_with_the_frames_of_an_uninterrupted_one(int seed)
    {
        var chance = new Random(seed);
        var name = $"killed-{seed}";
        for (var kill = 0; kill < 2; kill++)
        {
            using var process = CozProcess.Start(_folder.FullPath, [], Arguments(name));
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEndAsync();
            var manifest = Path.Combine(_folder.FullPath, name, CaptureSession.ManifestName);
            for (var i = 0; i < 1200 && !File.Exists(manifest) && !process.HasExited; i++)
                await Task.Delay(25);
            await Task.Delay(chance.Next(0, 2500));
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            DeleteRun(await errors);
            await output;
        }

        Finish(name);

        Assert.That(Hashes(name), Is.EqualTo(_uninterrupted));
        var session = CaptureSession.Read(_folder.Path(name));
        Assert.That(session.Frames.Select(frame => CaptureBench.Sha(session.PathOf(frame))), Is.EqualTo(session.Frames.Select(frame => frame.Sha256)));
        Assert.That(Directory.EnumerateFiles(Path.Combine(session.Folder, "frames")).Count(), Is.EqualTo(6));
        Assert.That(Directory.EnumerateFiles(Path.Combine(session.Folder + ".devices", "simulated", "card")), Is.Empty);
    }

    private static string[] Arguments(string name) => ["run", "capture.json", "--set", $"task:session={name}", "--json"];

    private static void DeleteRun(string errors)
    {
        if (errors.Split('\n').FirstOrDefault(line => line.StartsWith("run folder: ", StringComparison.Ordinal)) is { } line && Directory.Exists(line[12..].Trim()))
            Directory.Delete(line[12..].Trim(), recursive: true);
    }

    private void Finish(string name)
    {
        var (code, output, errors) = CozProcess.Run(_folder.FullPath, Arguments(name));
        DeleteRun(errors);
        Assert.That(code, Is.Zero, errors);
        Assert.That((bool)JsonNode.Parse(output)!["complete"]!);
    }

    private string[] Hashes(string name) => [.. CaptureSession.Read(Path.Combine(_folder.FullPath, name)).Frames.Select(frame => frame.Sha256)];
}
