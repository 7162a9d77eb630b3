using Coz.Toolkit;

namespace Coz.Plugins.Data;

/// <summary>An image of a scene, with its measured place in the scene where there is an index.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Entry">Its entry in the index; null to go by its size.</param>
internal sealed record Frame(string Path, IndexFrame? Entry)
{
    private readonly Lazy<ImageSize> _size = new(() => ImageFile.SizeOf(Path));

    /// <summary>What frames of a scene are ordered by: the measured scale, or the width.</summary>
    public double Fineness => Entry?.Scale.Columns ?? _size.Value.Width;

    /// <summary>The pair of a coarser frame and this one.</summary>
    public PhotoPair Over(Frame lr) => new(lr.Path, Path, Entry is { } fine && lr.Entry is { } coarse ? Between(coarse, fine) : null);

    /// <summary>The true scale of a pair, along the columns as COZ counts it.</summary>
    public double ScaleOver(Frame lr) => Fineness / lr.Fineness;

    // Both are measured in the anchor's pixels: what matters is HR's edge in pixels of LR.
    private static Measured Between(IndexFrame lr, IndexFrame hr) => new(
        new AxisPair(hr.Scale.Rows / lr.Scale.Rows, hr.Scale.Columns / lr.Scale.Columns),
        new AxisPair((hr.Offset.Rows - lr.Offset.Rows) * lr.Scale.Rows, (hr.Offset.Columns - lr.Offset.Columns) * lr.Scale.Columns));
}
