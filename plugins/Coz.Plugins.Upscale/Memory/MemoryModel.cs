using System.Text.Json.Serialization;
using Coz.Plugins.Upscale.Tiling;

namespace Coz.Plugins.Upscale.Memory;

/// <summary>What a model takes to render a tile, as it was measured on small ones.</summary>
/// <param name="PerLrPixel">Bytes for each LR pixel of a window: image, features and what the encoder holds between its layers.</param>
/// <param name="Fixed">Bytes whatever the size.</param>
internal sealed record MemoryModel(
    [property: JsonPropertyName("bytes_per_lr_pixel")] double PerLrPixel,
    [property: JsonPropertyName("fixed_bytes")] double Fixed)
{
    // A render's raw output, its product with the normalisation's divisor, and the result: three planes of float32 each, and a turned copy.
    private const int PerRenderedPixel = 4 * 3 * sizeof(float);
    private const int PerSummedPixel = 3 * sizeof(float);

    // What the measurements scatter by.
    private const double Caution = 1.1;

    // Code and threads of the picture library, its lines, the collected heap.
    private const long Libraries = 64 * MemorySize.Mebi;

    /// <summary>The bytes beyond those of the loaded model that a plan needs.</summary>
    /// <param name="plan">The tiles.</param>
    /// <param name="work">What is done with them.</param>
    public long Predict(TilePlan plan, RenderWork work)
    {
        var rendered = work.IsWholeSet ? plan.TilePixels : Math.Min(plan.TilePixels, Math.Max(TileRenderer.DefaultSlice, plan.Columns.Longest));
        var summed = work.IsEnsemble ? plan.TilePixels : 0;
        var tensors = (PerLrPixel * plan.WindowPixels) + Fixed + ((double)PerRenderedPixel * rendered) + ((double)PerSummedPixel * summed);
        return (long)(Caution * tensors) + Libraries + work.Picture(plan);
    }
}
