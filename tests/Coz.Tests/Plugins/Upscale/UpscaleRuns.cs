using System.Text.Json.Nodes;
using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Plugins.Upscale;
using Coz.Tests.Support;

namespace Coz.Tests.Plugins.Upscale;

/// <summary>Runs the task without a host.</summary>
internal sealed class UpscaleRuns(TemporaryFolder folder)
{
    public static ModelSpec Bicubic { get; } = new() { ShortName = "bicubic" };

    public static ModelSpec Tiny(string decoder, JsonObject? options = null, int blocks = 1)
    {
        var parts = new TestParts();
        return new ModelSpec
        {
            Encoder = parts.Bind<Encoder>("edsr-baseline", new JsonObject { ["n_resblocks"] = blocks, ["n_feats"] = 8 }),
            Decoder = parts.Bind<Decoder>(decoder, options),
        };
    }

    public TestRun Run { get; private set; } = null!;

    public string Folder => folder.FullPath;

    public UpscaleOptions Options(string input, string output) => new()
    {
        Input = folder.Path(input),
        Output = folder.Path(output),
        Scale = 2,
        Model = Bicubic,
        State = folder.Path("state", "state.json"),
    };

    public async Task<TaskResult> UpscaleAsync(UpscaleOptions options, CancellationToken cancellationToken = default)
    {
        Assert.That(options.Validate(), Is.Empty);
        var task = new UpscaleTask(options, new TestParts());
        Assert.That(task.Validate(), Is.Empty);
        Run = new TestRun(folder.FullPath);
        return await task.RunAsync(Run, cancellationToken);
    }
}
