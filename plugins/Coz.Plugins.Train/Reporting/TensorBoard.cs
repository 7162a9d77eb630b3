using Coz.Contracts;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Coz.Plugins.Train;

/// <summary>Writes scalars and images as TensorBoard's event files, into the run's tensorboard folder.</summary>
internal sealed class TensorBoard(IRunContext run)
{
    private readonly SummaryWriter _writer = utils.tensorboard.SummaryWriter(Path.Combine(run.Folder, "tensorboard"));

    public void Scalar(string name, double value, long step) => _writer.add_scalar(name, (float)value, (int)step);

    /// <summary>An image file that the run wrote.</summary>
    public void Image(string name, string file, long step) => _writer.add_img(name, file, (int)step);
}
