using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Coz.Tests.CommandLine;
using Coz.Tests.Support;

namespace Coz.Tests.Plugins.Train;

/// <summary>
/// Trainings in child processes that can be killed. Their runs lie where the program's lie, in the repository's runs folder, under names of
/// their own, and are deleted in the end.
/// </summary>
internal sealed class ChildTraining : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _prefix = $"test-{Guid.NewGuid():N}";
    private readonly string _experiment;

    public ChildTraining(int steps)
    {
        _experiment = _folder.Path("experiment.json");
        File.WriteAllText(_experiment, new JsonObject
        {
            ["task"] = new JsonObject
            {
                ["name"] = "train",
                ["steps"] = steps,
                ["batch"] = 2,
                ["patch"] = 8,
                ["queries"] = 32,
                ["save_every"] = 1,
                ["validate_every"] = 5,
                ["log_every"] = 1,
                ["ema"] = 0.9,
                ["clip"] = 1,
            },
            ["encoder"] = new JsonObject { ["name"] = "edsr-baseline", ["n_resblocks"] = 2, ["n_feats"] = 32 },
            ["decoder"] = "liif",
            ["data"] = new JsonObject { ["source"] = "procedural", ["height"] = 64, ["width"] = 64, ["scale_max"] = 2 },
            ["validation"] = new JsonObject { ["source"] = "procedural", ["height"] = 48, ["width"] = 48, ["count"] = 1, ["scales"] = new JsonArray(2) },
            ["schedule"] = new JsonObject { ["name"] = "plateau", ["patience"] = 1 },
        }.ToJsonString());
    }

    public Process Start(string name) => Start([], "run", _experiment, "--resume", "--set", $"name={FullName(name)}");

    public Process Resume(string name) => Start([], "runs", "resume", FullName(name));

    /// <summary>Starts it with another decoder, on so many cores; libtorch has one thread, so that the cores are the kernels' alone.</summary>
    public Process StartOn(int cores, string name, string decoder) =>
        Start(["env", "OMP_NUM_THREADS=1", $"DOTNET_PROCESSOR_COUNT={cores.ToString(CultureInfo.InvariantCulture)}"],
            "run", _experiment, "--set", $"name={FullName(name)}", "--set", $"decoder={decoder}");

    /// <summary>Starts it with a limit on the size of the files it writes, in KiB.</summary>
    public Process StartLimited(string name, int kibibytes) => Start(Sandbox.LimitedFiles(kibibytes), "run", _experiment, "--set", $"name={FullName(name)}");

    /// <summary>The folder of the one run of that name; null before there is one.</summary>
    public string? RunFolder(string name) => Path.Combine(Runs, FullName(name)) is var parent && Directory.Exists(parent) ? Directory.EnumerateDirectories(parent).SingleOrDefault() : null;

    public bool IsWriting(string name) => RunFolder(name) is { } run
        && new[] { "state", "checkpoints" }.Select(folder => Path.Combine(run, folder)).Any(folder => Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*.tmp").Any());

    public bool HasTakenAStep(string name) => RunFolder(name) is { } run && Directory.Exists(Path.Combine(run, "state"));

    public byte[] Checkpoint(string name, string file) => File.ReadAllBytes(Path.Combine(RunFolder(name)!, "checkpoints", file + ".safetensors"));

    public void Dispose()
    {
        foreach (var runs in Directory.Exists(Runs) ? Directory.GetDirectories(Runs, _prefix + "*") : [])
            Directory.Delete(runs, recursive: true);
        _folder.Dispose();
    }

    private static string Runs => Repository.Path("runs");

    private string FullName(string name) => $"{_prefix}-{name}";

    private Process Start(string[] before, params string[] arguments) => CozProcess.Start(_folder.FullPath, before, arguments);
}
