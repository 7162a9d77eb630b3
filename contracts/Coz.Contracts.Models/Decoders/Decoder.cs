using static TorchSharp.torch;

namespace Coz.Contracts.Models;

/// <summary>
/// Turns features into RGB at any query. A TorchSharp module: its fields, named as the checkpoint's keys, are its layers; the
/// constructor ends with <c>RegisterComponents()</c>. Device and type come from the inputs; no state is kept between calls.
/// </summary>
/// <remarks>
/// A decoder needs one method, <see cref="Decode(FeatureMap, PointQueries)"/>. What depends on the image and not on the queries
/// belongs into <see cref="Prepare"/>, which runs once an image. A fast decoder overrides the grid as well.
/// </remarks>
[PluginKind("decoder")]
public abstract class Decoder : nn.Module
{
    /// <summary>The points a call of the default grid path decodes at once; a bound on memory, without effect on the result.</summary>
    public const int DefaultChunk = 30000;

    /// <summary>Makes the module.</summary>
    protected Decoder()
        : base("decoder")
    {
    }

    /// <summary>How far around a query the decoder reads features or image, in LR pixels, Prepare included.</summary>
    public abstract Reach Reach { get; }

    /// <summary>Whether outputs of one call depend on each other. Independent unless a decoder says otherwise.</summary>
    public virtual Coupling Coupling => Coupling.Independent;

    /// <summary>The range of the images the decoder was defined for; the whole model works in it.</summary>
    public virtual Normalization Normalization => Normalization.Symmetric;

    /// <summary>Computes, once an image or tile, all that depends on the image and not on the queries. Differentiable.</summary>
    /// <param name="map">The encoder's map; the caller keeps it.</param>
    /// <returns>
    /// A map over the same features, <see cref="FeatureMap.With"/> further tensors (by default none), never the given map itself:
    /// the caller disposes it, and may prepare the given one again.
    /// </returns>
    public virtual FeatureMap Prepare(FeatureMap map) => map.With();

    /// <summary>Decodes free points. Differentiable; the definition that every other path must agree with.</summary>
    /// <param name="map">What <see cref="Prepare"/> returned; the caller keeps it.</param>
    /// <param name="queries">(N, Q, 2) coordinates and cells; the caller keeps them.</param>
    /// <returns>(N, Q, 3): RGB in the model's normalised range, not clamped. The caller disposes it.</returns>
    public abstract Tensor Decode(FeatureMap map, PointQueries queries);

    /// <summary>Decodes a regular grid, for inference. The default cuts it into chunks of points.</summary>
    /// <param name="map">What <see cref="Prepare"/> returned; the caller keeps it.</param>
    /// <param name="grid">The output grid over the map's LR image.</param>
    /// <param name="chunk">The most points at once, at least 1; ignored where outputs depend on each other.</param>
    /// <returns>(N, 3, rows, columns): RGB in the model's normalised range, not clamped. The caller disposes it.</returns>
    public virtual Tensor Decode(FeatureMap map, GridQueries grid, int chunk = DefaultChunk)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(chunk, 1);
        using var scope = NewDisposeScope();
        var output = empty(map.Batch, grid.Count, 3, map.Features.dtype, map.Features.device);
        var step = Coupling == Coupling.WholeSet ? grid.Count : chunk;
        for (var first = 0L; first < grid.Count; first += step)
        {
            using var inner = NewDisposeScope();
            var count = Math.Min(step, grid.Count - first);
            using var points = grid.ToPoints(map.Height, map.Width, map.Batch, map.Features.dtype, map.Features.device, first, count);
            output.narrow(1, first, count).copy_(Checked(Decode(map, points), map.Batch, count));
        }

        return output.view(map.Batch, grid.Rows.Count, grid.Columns.Count, 3).permute(0, 3, 1, 2).contiguous().MoveToOuterDisposeScope();
    }

    // Copying would spread one channel over three without a word.
    private Tensor Checked(Tensor points, long batch, long count) => points.shape is [var n, var q, 3] && n == batch && q == count
        ? points
        : throw new CozException($"{GetType().Name}.Decode returned ({string.Join(", ", points.shape)}), expected ({batch}, {count}, 3): a decoder gives RGB for every query.");
}
