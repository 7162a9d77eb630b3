using System.Buffers;
using System.Globalization;
using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Toolkit;

namespace Coz.Plugins.Data;

/// <summary>
/// LIIF's training patches: a scale, an HR crop of round(lr * scale) pixels at a random whole place, and that crop degraded. The crop
/// covers exactly the LR patch, so its grid is a whole one. With shrink_max the crop is first taken larger and made smaller.
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
        var taken = DrawTaken(hr, Math.Min(photo.Height, photo.Width), options, request.Random);
        var (top, left) = (request.Random.NextInt(photo.Height - taken + 1), request.Random.NextInt(photo.Width - taken + 1));
        var crop = ArrayPool<byte>.Shared.Rent(3 * hr * hr);
        var small = ArrayPool<byte>.Shared.Rent(3 * lr * lr);
        try
        {
            Copy(photo, top, left, taken, hr, options.Degradation, crop.AsSpan(0, 3 * hr * hr));
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

    // The side of the photo's part that becomes the HR crop. Nothing is drawn without the option, so that it moves no other recipe's patches.
    private static int DrawTaken(int hr, int side, PatchOptions options, SampleRandom random) =>
        options.ShrinkMax > 1 ? (int)Math.Round(hr * random.NextDouble(1, Math.Min(options.ShrinkMax, (double)side / hr))) : hr;

    private static void Copy(IPhoto photo, int top, int left, int taken, int hr, Degradation kernel, Span<byte> crop)
    {
        if (taken == hr)
        {
            photo.CopyTo(top, left, hr, hr, crop);
            return;
        }

        var part = ArrayPool<byte>.Shared.Rent(3 * taken * taken);
        try
        {
            photo.CopyTo(top, left, taken, taken, part);
            CropDegradation.Apply(part.AsSpan(0, 3 * taken * taken), taken, taken, hr, hr, kernel, crop);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(part);
        }
    }
}
