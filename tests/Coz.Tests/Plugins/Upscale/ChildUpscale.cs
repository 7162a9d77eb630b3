using System.Diagnostics;
using System.Text.Json.Nodes;
using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Plugins.Checkpoints.Native;
using Coz.Tests.CommandLine;
using Coz.Tests.Support;

namespace Coz.Tests.Plugins.Upscale;

/// <summary>Upscales of one folder with one checkpoint, in child processes: each into an output folder, with a state file, of its own.</summary>
internal sealed class ChildUpscale : IDisposable
{
    private static readonly string[] Endings = ["png", "jpg", "tif", "webp"];
    private readonly TemporaryFolder _folder = new();

    /// <summary>Makes the pictures, of two sizes and four formats, and the checkpoint of a small model.</summary>
    public ChildUpscale(int pictures)
    {
        for (var i = 0; i < pictures; i++)
        {
            using var photo = i % 2 == 0 ? Photo.Of(180, 120) : Photo.Of(120, 180);
            photo.WriteToFile(_folder.Path("in", $"{i}.{Endings[i % Endings.Length]}"));
        }

        WriteCheckpoint(Checkpoint);
    }

    private string Checkpoint => _folder.Path("small.safetensors");

    /// <summary>Writes a small model with weights from a seed, as a training would have left it.</summary>
    public static void WriteCheckpoint(string path)
    {
        var parts = new TestParts();
        var encoder = parts.Bind<Encoder>("edsr-baseline", new JsonObject { ["n_resblocks"] = 2, ["n_feats"] = 16 });
        var decoder = parts.Bind<Decoder>("lmi");
        using var model = new ModelFactory(parts).Create(new ModelSpec { Encoder = encoder, Decoder = decoder }, seed: 5);
        new NativeFormat().Write(new Checkpoint(PartSpec.From(encoder), PartSpec.From(decoder), model.State()), path);
    }

    public Process Start(string name, bool isResumed = false) => CozProcess.Start(
        _folder.FullPath,
        [],
        ["upscale", "in", name, "--scale", "2.7", "--model", Checkpoint, "--memory", "180MiB", "--set", $"task:state={State(name)}", .. isResumed ? ["--resume"] : Array.Empty<string>()],
        ("XDG_DATA_HOME", _folder.FullPath));

    public bool HasBegun(string name) => File.Exists(State(name));

    /// <summary>Whether a picture's temporary file is there.</summary>
    public bool IsWriting(string name) => Entries(name).Any(entry => entry.EndsWith(".coz-tmp", StringComparison.Ordinal));

    /// <summary>How many pictures are remembered as done.</summary>
    public int Done(string name) => HasBegun(name) ? JsonNode.Parse(File.ReadAllText(State(name)))!["done"]!.AsObject().Count : 0;

    /// <summary>All that lies in an output folder.</summary>
    public IReadOnlyList<string> Entries(string name) =>
        Directory.Exists(_folder.Path(name)) ? [.. Directory.GetFileSystemEntries(_folder.Path(name)).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)] : [];

    public byte[] Bytes(string name, string entry) => File.ReadAllBytes(_folder.Path(name, entry));

    public void Dispose() => _folder.Dispose();

    private string State(string name) => _folder.Path("states", $"{name}.json");
}
