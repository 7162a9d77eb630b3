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
    /// <param name="options">How the LR image is made. What its optics draw is a function of the image's name and the scale.</param>
    /// <param name="notes">What was converted when the image was read.</param>
    public static ImagePair Make(PairInfo info, Tensor image, PatchOptions options, IReadOnlyList<string> notes)
    {
        var size = ScaleRules.PairOf((int)image.shape[2], (int)image.shape[3], info.Scale, info.Path.Length > 0 ? info.Path : info.Image);
        using var rows = image.narrow(2, 0, size.HrHeight);
        using var part = rows.narrow(3, 0, size.HrWidth);
        var hr = part.clone();
        var lr = options.Optics is { } optics ? Photographed(info, image, size, options.Degradation, optics) : Resize.Degrade(hr, size.LrHeight, size.LrWidth, options.Degradation);
        return new ImagePair(info, lr, hr, GridQueries.Whole(size.LrHeight, size.LrWidth, size.HrHeight, size.HrWidth), notes);
    }

    private static Tensor Photographed(PairInfo info, Tensor image, PairSize size, Degradation kernel, OpticsOptions optics)
    {
        var random = new SampleRandom([.. info.Image.Select(letter => (long)letter), BitConverter.DoubleToInt64Bits(info.Scale)]);
        var levels = new byte[3 * size.LrHeight * size.LrWidth];
        OpticalDegradation.Apply(new DecodedPhoto(ByteTensor.ToBytes(image)), new CropArea(0, 0, size.HrHeight, size.HrWidth), size.LrHeight, size.LrWidth, kernel, optics, random, levels);
        return ByteTensor.From(levels, size.LrHeight, size.LrWidth);
    }
}
