using System.Globalization;
using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Toolkit;
using static TorchSharp.torch;

namespace Coz.Plugins.Train;

/// <summary>
/// Keeps what reproduces a step whose loss or gradient is no number: the batch, the weights the last loss was taken of, and which samples
/// they were. With the run's experiment.json, which names decoder and losses, that is all the step depends on.
/// </summary>
internal static class FaultyStep
{
    private const string Folder = "faults";

    // A batch and a model each: a run that skips such steps for days must not fill the disk.
    private const int Most = 20;

    /// <summary>Writes the file, unless the run has many already, and tells of it.</summary>
    /// <returns>One line: what happened, where, and which file holds what.</returns>
    /// <exception cref="CozException">The file cannot be written.</exception>
    public static string Keep(Batch batch, StepResult result, SrModel model, IRunContext run)
    {
        var path = Path.Combine(Folder, FormattableString.Invariant($"step-{batch.Step:D10}.safetensors"));
        var losses = string.Join(", ", result.Losses.Select(loss => loss.ToString("G6", CultureInfo.InvariantCulture)));
        var norm = result.GradientNorm.ToString("G6", CultureInfo.InvariantCulture);
        var samples = string.Join("; ", batch.Keys);
        var which = result.Losses.Count == 1 ? "The weights were not changed" : string.Create(CultureInfo.InvariantCulture, $"Loss {result.Losses.Count} is the one; the losses before it have taken their steps");
        var what = $"step {batch.Step}: the loss is {losses} and the gradient's norm {norm}, which is no finite number; the samples were {samples} (seed {run.Seed}). {which}";
        if (Directory.Exists(Path.Combine(run.Folder, Folder)) && Directory.GetFiles(Path.Combine(run.Folder, Folder)).Length >= Most)
            return $"{what}; {Folder}/ holds {Most} such steps, and this one is not added.";
        Safetensors.Write(
            Path.Combine(run.Folder, path),
            [
                new("batch.images", batch.Images), new("batch.coords", batch.Queries.Coords), new("batch.cells", batch.Queries.Cells), new("batch.colours", batch.Colours),
                .. batch.Inside is { } inside ? [new("batch.inside", inside)] : Array.Empty<KeyValuePair<string, Tensor>>(),
                .. model.State().Select(entry => KeyValuePair.Create("model." + entry.Key, entry.Value)),
            ],
            Metadata());
        run.Publish(new ArtefactEvent($"faulty step {batch.Step}", path));
        return $"{what}; batch and weights are in {path}.";

        Dictionary<string, string> Metadata()
        {
            var metadata = new Dictionary<string, string>
            {
                ["coz.step"] = batch.Step.ToString(CultureInfo.InvariantCulture),
                ["coz.seed"] = run.Seed.ToString(CultureInfo.InvariantCulture),
                ["coz.samples"] = samples,
                ["coz.losses"] = losses,
                ["coz.gradient_norm"] = norm,
            };

            // Of a cascade, the grids of its stages before the last: over the whole patch, of so many rows and columns.
            if (batch.Stages is { } stages)
                metadata["coz.stages"] = string.Join(", ", stages.Select(grid => FormattableString.Invariant($"{grid.Rows.Count}x{grid.Columns.Count}")));
            return metadata;
        }
    }
}
