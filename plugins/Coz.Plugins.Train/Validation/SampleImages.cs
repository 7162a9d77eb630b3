using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Toolkit;
using static TorchSharp.torch;

namespace Coz.Plugins.Train;

/// <summary>Keeps the middle of what the model makes of a validation image, beside the truth.</summary>
internal sealed class SampleImages(TrainOptions options, IRunContext run, Reporter reporter)
{
    private const int Side = 256;

    public void Show(long step, ImagePair pair, Tensor sr)
    {
        if (!options.SampleImages)
            return;
        using var scope = NewDisposeScope();
        var name = new ScaleScore(pair.Info.Scale, 0).Name;
        var path = Path.Combine("samples", FormattableString.Invariant($"step-{step:D10}-{name}.png"));
        ImageFile.Write(Path.Combine(run.Folder, path), cat([Middle(sr), Middle(pair.Hr)], 3));
        reporter.Sample(step, $"samples/{name}", path);
    }

    private static Tensor Middle(Tensor image)
    {
        var (height, width) = (Math.Min(Side, image.shape[2]), Math.Min(Side, image.shape[3]));
        return image.narrow(2, (image.shape[2] - height) / 2, height).narrow(3, (image.shape[3] - width) / 2, width);
    }
}
