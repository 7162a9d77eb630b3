using System.Text.Json.Serialization;
using Coz.Contracts.Models;
using Coz.Plugins.Upscale.Tiling;

namespace Coz.Plugins.Upscale.Memory;

/// <summary>What a model takes to render a tile, as it was measured on small ones.</summary>
/// <param name="PerLrPixel">Bytes for each LR pixel of a window: image, features and what the encoder holds between its layers.</param>
/// <param name="Fixed">Bytes whatever the size.</param>
/// <param name="PerSquaredLrPixel">Bytes for each LR pixel times LR pixels: models that compare all places of a window with all.</param>
/// <param name="PerRenderedPixel">Bytes for each output pixel that is rendered at once.</param>
internal sealed record MemoryModel(
    [property: JsonPropertyName("bytes_per_lr_pixel")] double PerLrPixel,
    [property: JsonPropertyName("fixed_bytes")] double Fixed,
    [property: JsonPropertyName("bytes_per_squared_lr_pixel")] double PerSquaredLrPixel = 0,
    [property: JsonPropertyName("bytes_per_rendered_pixel")] double PerRenderedPixel = MemoryModel.PlainRendered)
{
    /// <summary>
    /// Of a decoder that renders pixel by pixel: a render's raw output, its product with the normalisation's divisor, and the result, three
    /// planes of float32 each, and a turned copy.
    /// </summary>
    public const double PlainRendered = 4 * 3 * sizeof(float);

    private const int PerSummedPixel = 3 * sizeof(float);

    // What the measurements scatter by.
    private const double Caution = 1.1;

    // Code and threads of the picture library, its lines, the collected heap.
    private const long Libraries = 64 * MemorySize.Mebi;

    /// <summary>Whether it can be true: a pixel takes something, and nothing takes less than nothing.</summary>
    [JsonIgnore]
    public bool IsSound => PerLrPixel > 0 && double.IsFinite(PerLrPixel) && Fixed is >= 0 and < 1e15 && PerSquaredLrPixel is >= 0 and < 1e9 && PerRenderedPixel is > 0 and < 1e9;

    /// <summary>What of a grid decides about memory: the steps of its axes, exactly.</summary>
    public static string StepsOf(GridQueries grid) => $"{grid.Rows.Step} x {grid.Columns.Step}";

    /// <summary>The bytes beyond those of the loaded model that a plan needs.</summary>
    /// <param name="plan">The tiles.</param>
    /// <param name="work">What is done with them.</param>
    public long Predict(TilePlan plan, RenderWork work)
    {
        var rendered = work.IsWholeSet ? plan.TilePixels : (long)TileRenderer.RowsAtOnce(plan.Columns.Longest, plan.Rows.Longest) * plan.Columns.Longest;
        var summed = work.IsEnsemble ? plan.TilePixels : 0;
        var window = (double)plan.WindowPixels;
        var tensors = (PerLrPixel * window) + (PerSquaredLrPixel * window * window) + Fixed + (PerRenderedPixel * rendered) + ((double)PerSummedPixel * summed);

        // As much as a long holds says no, too.
        return (long)Math.Min(Caution * tensors, long.MaxValue / 4) + Libraries + work.Picture(plan);
    }
}
