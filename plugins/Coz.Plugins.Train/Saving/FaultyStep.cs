using System.Globalization;
using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Toolkit;

namespace Coz.Plugins.Train;

/// <summary>Keeps what reproduces a step whose loss or gradient is no number: the batch, the weights, and which samples they were.</summary>
internal static class FaultyStep
{
    private const string Folder = "faults";

    /// <summary>Writes the file and tells of it.</summary>
    /// <returns>One line: what happened, where, and which file holds what.</returns>
    /// <exception cref="CozException">The file cannot be written.</exception>
    public static string Keep(Batch batch, StepResult result, SrModel model, IRunContext run)
    {
        var path = Path.Combine(Folder, FormattableString.Invariant($"step-{batch.Step:D10}.safetensors"));
        var losses = string.Join(", ", result.Losses.Select(loss => loss.ToString("G6", CultureInfo.InvariantCulture)));
        var norm = result.GradientNorm.ToString("G6", CultureInfo.InvariantCulture);
        var samples = string.Join("; ", batch.Keys);
        Safetensors.Write(
            Path.Combine(run.Folder, path),
            [
                new("batch.images", batch.Images), new("batch.coords", batch.Queries.Coords), new("batch.cells", batch.Queries.Cells), new("batch.colours", batch.Colours),
                .. model.State().Select(entry => KeyValuePair.Create("model." + entry.Key, entry.Value)),
            ],
            new Dictionary<string, string>
            {
                ["coz.step"] = batch.Step.ToString(CultureInfo.InvariantCulture),
                ["coz.seed"] = run.Seed.ToString(CultureInfo.InvariantCulture),
                ["coz.samples"] = samples,
                ["coz.losses"] = losses,
                ["coz.gradient_norm"] = norm,
            });
        run.Publish(new ArtefactEvent($"faulty step {batch.Step}", path));
        return $"step {batch.Step}: the loss is {losses} and the gradient's norm {norm}, which is no finite number; the samples were {samples} (seed {run.Seed}). The weights were not changed; batch and weights are in {path}.";
    }
}
