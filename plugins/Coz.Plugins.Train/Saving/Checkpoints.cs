using System.Globalization;
using Coz.Contracts;
using Coz.Contracts.Models;

namespace Coz.Plugins.Train;

/// <summary>Writes the model into the run's folder as COZ's own checkpoints, whole or not at all.</summary>
internal sealed class Checkpoints(SrModel model, IPartFactory parts, IRunContext run)
{
    public const string Folder = "checkpoints";
    public const string Last = "last.safetensors";

    private readonly CheckpointFormat _format = parts.Create(parts.Bind<CheckpointFormat>("safetensors"));
    private readonly HashSet<string> _told = [];

    public static string NameOf(double scale) => string.Create(CultureInfo.InvariantCulture, $"best-x{scale}");

    /// <summary>Writes the weights the model has now.</summary>
    /// <param name="name">The file's name without its ending.</param>
    /// <param name="epoch">The epochs done.</param>
    /// <exception cref="CozException">The file cannot be written; the one before is unchanged.</exception>
    public void Write(string name, int epoch)
    {
        var path = Path.Combine(Folder, name + _format.Extensions[0]);
        var checkpoint = new Checkpoint(PartSpec.From(model.EncoderPart!), PartSpec.From(model.DecoderPart), model.State(), epoch);
        _format.Write(checkpoint, Path.Combine(run.Folder, path));
        if (_told.Add(name))
            run.Publish(new ArtefactEvent($"checkpoint {name}", path));
    }
}
