using System.Globalization;
using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Toolkit;

namespace Coz.Plugins.Data;

/// <summary>
/// A training patch as the released code of COZ cuts it: one scale, W_hr / W_lr, for both axes; an HR crop of round(size * scale) pixels
/// at round(place * scale), halves to even, black beyond the border; and coordinates as if it covered exactly the LR crop: what was
/// rounded away is not told to the model.
/// </summary>
internal static class OfficialPatch
{
    /// <exception cref="CozException">The LR photo is smaller than the patch.</exception>
    public static ImagePair Cut(PairInfo info, PhotoPair pair, IPhoto lr, IPhoto hr, PatchRequest request)
    {
        var size = request.LrSize;
        if (lr.Height < size || lr.Width < size)
            throw new CozException(string.Create(CultureInfo.InvariantCulture, $"{pair.Lr} has {lr.Width}x{lr.Height} pixels, smaller than a patch of {size}x{size}: use smaller patches, or leave it out."));
        var scale = (double)hr.Width / lr.Width;
        var (top, left) = (request.Random.NextInt(lr.Height - size + 1), request.Random.NextInt(lr.Width - size + 1));
        var side = ScaleRules.HrSide(size, scale);
        return new ImagePair(
            info with { Scale = scale },
            PhotoCrop.Take(lr, new CropArea(top, left, size, size)),
            PhotoCrop.Take(hr, new CropArea(ScaleRules.HrSide(top, scale), ScaleRules.HrSide(left, scale), side, side)),
            GridQueries.Whole(size, size, side, side),
            []);
    }
}
