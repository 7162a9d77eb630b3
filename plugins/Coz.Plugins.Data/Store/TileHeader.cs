namespace Coz.Plugins.Data;

/// <summary>What stands at the head of a tile file.</summary>
/// <param name="Side">A tile's rows and columns.</param>
/// <param name="Height">The photo's rows.</param>
/// <param name="Width">The photo's columns.</param>
/// <param name="SourceLength">The photo file's length in bytes when it was packed.</param>
/// <param name="SourceTicks">When it was last changed before, in UTC ticks.</param>
internal readonly record struct TileHeader(int Side, int Height, int Width, long SourceLength, long SourceTicks)
{
    public int TilesAcross => (Width + Side - 1) / Side;

    public int TilesDown => (Height + Side - 1) / Side;

    public long FileBytes => TileFile.HeaderBytes + (3L * Side * Side * TilesAcross * TilesDown);

    /// <summary>Whether the photo is still the one that was packed.</summary>
    public bool IsOf(FileInfo source) => source.Length == SourceLength && source.LastWriteTimeUtc.Ticks == SourceTicks;
}
