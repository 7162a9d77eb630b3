using System.Buffers;
using System.Globalization;
using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Toolkit;

namespace Coz.Plugins.Data;

/// <summary>
/// LIIF's training patches: a scale, an HR crop of round(lr * scale) pixels at a random whole place, and that crop degraded. The crop
/// covers exactly the LR patch, so its grid is a whole one.
/// </summary>
internal static class DegradedPatch
{
    public static double DrawScale(PatchOptions options, SampleRandom random) => random.NextDouble(options.ScaleMin, options.ScaleMax);

    /// <exception cref="CozException">The image is too small.</exception>
    public static ImagePair Cut(PairInfo image, IPhoto photo, PatchRequest request, PatchOptions options)
    {
        var scale = request.Scale ?? DrawScale(options, request.Random);
        var (lr, hr) = (request.LrSize, ScaleRules.HrSide(request.LrSize, scale));
        if (hr > Math.Min(photo.Height, photo.Width))
            throw new CozException(string.Create(CultureInfo.InvariantCulture, $"{(image.Path.Length > 0 ? image.Path : image.Image)} has {photo.Width}x{photo.Height} pixels: a patch of {lr} LR pixels at scale {scale:0.###} takes {hr}x{hr}; use smaller patches, a smaller scale_max, or leave the image out."));
        var (top, left) = (request.Random.NextInt(photo.Height - hr + 1), request.Random.NextInt(photo.Width - hr + 1));
        var crop = ArrayPool<byte>.Shared.Rent(3 * hr * hr);
        var small = ArrayPool<byte>.Shared.Rent(3 * lr * lr);
        try
        {
            photo.CopyTo(top, left, hr, hr, crop);
            if (options.Optics is { } optics)
                OpticalDegradation.Apply(photo, new CropArea(top, left, hr, hr), lr, lr, options.Degradation, optics, request.Random, small);
            else
                CropDegradation.Apply(crop.AsSpan(0, 3 * hr * hr), hr, hr, lr, lr, options.Degradation, small.AsSpan(0, 3 * lr * lr));
            return new ImagePair(image with { Scale = scale }, ByteTensor.From(small, lr, lr), ByteTensor.From(crop, hr, hr), GridQueries.Whole(lr, lr, hr, hr), []);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(crop);
            ArrayPool<byte>.Shared.Return(small);
        }
    }
}
