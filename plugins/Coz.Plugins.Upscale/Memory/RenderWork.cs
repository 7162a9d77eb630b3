using Coz.Plugins.Upscale.Pictures;
using Coz.Plugins.Upscale.Tiling;

namespace Coz.Plugins.Upscale.Memory;

/// <summary>What of the work decides about memory, beside the model and the tiles.</summary>
/// <param name="IsEnsemble">Whether eight renders of a tile are summed.</param>
/// <param name="IsWholeSet">Whether a tile is rendered at once.</param>
/// <param name="HasAlpha">Whether alpha is rendered after the colours.</param>
/// <param name="Source">The picture's pixels.</param>
/// <param name="SourceBytes">Bytes of one of them.</param>
/// <param name="ResultBytes">Bytes of a pixel of the result.</param>
/// <param name="EncoderBytes">Bytes that the file's encoder holds of the whole result.</param>
internal sealed record RenderWork(bool IsEnsemble, bool IsWholeSet, bool HasAlpha, PictureSize Source, int SourceBytes, int ResultBytes, long EncoderBytes = 0)
{
    /// <summary>libvips holds a decoded picture in memory up to this size; a larger one lies in a temporary file, read through a narrow window.</summary>
    public const long LargestHeldPicture = 100 * MemorySize.Mebi;

    /// <summary>Bytes of pictures: the source, a window of it, two bands of the result, one being filled, one being written, and the encoder's.</summary>
    public long Picture(TilePlan plan)
    {
        var source = Math.Min(SourceBytes * Source.Pixels, LargestHeldPicture);
        return source + (2 * WindowBytes(plan)) + (2 * BandBytes(plan)) + EncoderBytes;
    }

    /// <summary>Whether a window and a band fit an array each: larger ones are cut, whatever memory there is.</summary>
    public bool FitsArrays(TilePlan plan) => Math.Max(WindowBytes(plan), BandBytes(plan)) <= Array.MaxLength;

    /// <summary>Whether a slice of a tile can be written as soon as it is rendered: else a band holds the whole row of tiles.</summary>
    public bool IsSliced(TilePlan plan) => plan.Columns.Tiles == 1 && !IsEnsemble && !IsWholeSet && !HasAlpha;

    /// <summary>Rows of a band.</summary>
    public int BandRows(TilePlan plan) => IsSliced(plan) ? TileRenderer.RowsAtOnce(plan.Columns.Axis.Count, plan.Rows.Longest) : plan.Rows.Longest;

    private long WindowBytes(TilePlan plan) => SourceBytes * plan.WindowPixels;

    private long BandBytes(TilePlan plan) => (long)BandRows(plan) * plan.Columns.Axis.Count * ResultBytes;
}
