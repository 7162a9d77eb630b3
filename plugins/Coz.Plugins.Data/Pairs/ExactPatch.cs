using System.Globalization;
using Coz.Contracts;
using Coz.Contracts.Models;

namespace Coz.Plugins.Data;

/// <summary>
/// A training patch of two photos that keeps what it knows: an LR crop at a random whole place, and every HR pixel whose centre lies
/// over it, with a grid that has the scale of each axis and the sub-pixel offset.
/// </summary>
internal static class ExactPatch
{
    /// <exception cref="CozException">The photos share too little for the patch.</exception>
    public static ImagePair Cut(PairInfo info, PhotoPair pair, IPhoto lr, IPhoto hr, PatchRequest request)
    {
        var size = request.LrSize;
        var grid = PairGrid.Of(lr.Height, lr.Width, hr.Height, hr.Width, pair.Measured);
        var (rows, columns) = (PairGrid.Places(grid.Rows, lr.Height, size), PairGrid.Places(grid.Columns, lr.Width, size));
        if (rows.Last < rows.First || columns.Last < columns.First)
            throw NothingShared();
        var (top, left) = (rows.First + request.Random.NextInt(rows.Last - rows.First + 1), columns.First + request.Random.NextInt(columns.Last - columns.First + 1));
        var (down, right) = (PairGrid.Over(grid.Rows, top, size), PairGrid.Over(grid.Columns, left, size));
        if (down.Count < 1 || right.Count < 1)
            throw NothingShared();
        var part = grid.Slice(down.First, right.First, down.Count, right.Count);
        return new ImagePair(
            info,
            PhotoCrop.Take(lr, new CropArea(top, left, size, size)),
            PhotoCrop.Take(hr, new CropArea(down.First, right.First, down.Count, right.Count)),
            new GridQueries(part.Rows.RelativeTo(top), part.Columns.RelativeTo(left)),
            []);

        CozException NothingShared() =>
            new(string.Create(CultureInfo.InvariantCulture, $"{pair.Lr} ({lr.Width}x{lr.Height}) and {pair.Hr} ({hr.Width}x{hr.Height}) share no {size}x{size} LR pixels: use smaller patches, or leave the images out."));
    }
}
