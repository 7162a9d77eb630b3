using System.Text.Json.Nodes;
using Coz.Tests.Support;
using Coz.Toolkit;

namespace Coz.Tests.Golden;

/// <summary>A folder of inputs, outputs and gradients that official code computed: meta.json beside case.safetensors.</summary>
public sealed record GoldenFolder(string Path, JsonObject Meta)
{
    public const string Variable = "COZ_GOLDEN";
    private const long SmallestFull = 500_000;

    // Decoders of later work: their goldens may lie in the folder already.
    private static readonly string[] NotYetBuilt = [];

    private static readonly string[] OurEncoders = ["edsr-baseline", "edsr", "rdn"];

    public string Model => Meta["spec"]!["name"]!.GetValue<string>();

    public bool IsEncoder => OurEncoders.Contains(Model);

    public bool IsBuilt => !NotYetBuilt.Contains(Model);

    /// <summary>Of the repository's own sizes, at which float32 is noisier.</summary>
    public bool IsFull => Meta["params"]!.GetValue<long>() >= SmallestFull;

    /// <summary>Whether its cases have a latent variable, samples and likelihoods.</summary>
    public bool HasSamples
    {
        get
        {
            using var file = SafetensorsFile.Open(CaseFile);
            return file.Entries.Any(entry => entry.Name.EndsWith(".z", StringComparison.Ordinal));
        }
    }

    public string CaseFile => System.IO.Path.Combine(Path, "case.safetensors");

    public IEnumerable<string> Cases => Meta["cases"]!.AsObject().Where(entry => entry.Value is JsonObject).Select(entry => entry.Key);

    public double[] AdamLosses => [.. Meta["cases"]!["adam_lr1e-4_losses_before_each_step"]!.AsArray().Select(loss => loss!.GetValue<double>())];

    /// <summary>The model's file; null for an encoder that has only that of another folder.</summary>
    public string? Checkpoint => new[] { "checkpoint.pth", "checkpoint_decoder_only.pth" }
        .Select(name => System.IO.Path.Combine(Path, name))
        .FirstOrDefault(File.Exists);

    /// <summary>The file with the encoder's weights, if they are not in the model's own: relative to a folder further up.</summary>
    public string? EncoderFrom
    {
        get
        {
            if (Meta["encoder_weights_from"]?.GetValue<string>() is not { } relative)
                return null;
            for (var folder = new DirectoryInfo(Path); folder is not null; folder = folder.Parent)
            {
                if (System.IO.Path.Combine(folder.FullName, relative) is var file && File.Exists(file))
                    return file;
            }

            throw new FileNotFoundException($"{Path} takes its encoder's weights from {relative}, which no folder above it holds.");
        }
    }

    /// <summary>Where goldens are looked for: <paramref name="chosen"/>, from the repository's root as people type it there; the fixtures where it is empty.</summary>
    public static string RootOf(string? chosen) => string.IsNullOrEmpty(chosen)
        ? System.IO.Path.Combine(AppContext.BaseDirectory, "Fixtures", "golden")
        : System.IO.Path.GetFullPath(chosen, Repository.Root);

    /// <summary>All folders of COZ_GOLDEN at any depth, or the fixtures if it is not set.</summary>
    public static IReadOnlyList<GoldenFolder> FindAll()
    {
        var root = RootOf(Environment.GetEnvironmentVariable(Variable));
        return !Directory.Exists(root) ? [] :
        [
            .. Directory.EnumerateFiles(root, "meta.json", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal)
                .Select(file => new GoldenFolder(System.IO.Path.GetDirectoryName(file)!, JsonNode.Parse(File.ReadAllText(file))!.AsObject()))
                .Where(folder => File.Exists(folder.CaseFile)),
        ];
    }

    /// <summary>As <see cref="TestCases"/>, those with samples alone.</summary>
    public static IEnumerable<TestCaseData> SampledTestCases() => TestCases().Where(test => ((GoldenFolder)test.Arguments[0]!).HasSamples);

    /// <summary>A test case a folder, named after it and the one above; those without a decoder yet are ignored by name.</summary>
    public static IEnumerable<TestCaseData> TestCases() => FindAll().Select(folder =>
    {
        var name = $"{new DirectoryInfo(folder.Path).Parent!.Name}/{folder.Meta["tag"]}";
        var test = new TestCaseData(folder).SetArgDisplayNames(name);
        return folder.IsBuilt ? test : test.Ignore($"the decoder {folder.Model} is not built yet");
    });

    public override string ToString() => Path;
}
