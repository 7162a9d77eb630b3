using Coz.Contracts.Models;
using Coz.Toolkit;
using static TorchSharp.torch;

namespace Coz.Plugins.Data;

/// <summary>Makes a pair of one HR image: its top-left part, and that part degraded.</summary>
internal static class DegradedPair
{
    /// <summary>Makes the pair.</summary>
    /// <param name="info">Which pair it becomes.</param>
    /// <param name="image">(1, 3, H, W) in [0, 1]; the caller keeps it.</param>
    /// <param name="degradation">How the LR image is made.</param>
    /// <param name="notes">What was converted when the image was read.</param>
    public static ImagePair Make(PairInfo info, Tensor image, Degradation degradation, IReadOnlyList<string> notes)
    {
        var size = ScaleRules.PairOf((int)image.shape[2], (int)image.shape[3], info.Scale, info.Path.Length > 0 ? info.Path : info.Image);
        using var rows = image.narrow(2, 0, size.HrHeight);
        using var part = rows.narrow(3, 0, size.HrWidth);
        var hr = part.clone();
        var lr = Resize.Degrade(hr, size.LrHeight, size.LrWidth, degradation);
        return new ImagePair(info, lr, hr, GridQueries.Whole(size.LrHeight, size.LrWidth, size.HrHeight, size.HrWidth), notes);
    }
}
