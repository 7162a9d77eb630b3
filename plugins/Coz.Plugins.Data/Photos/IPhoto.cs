namespace Coz.Plugins.Data;

/// <summary>A photo of which rectangles are taken: decoded in memory, or in a tile store. Safe to read from several threads.</summary>
internal interface IPhoto
{
    int Height { get; }

    int Width { get; }

    /// <summary>Copies a rectangle that lies inside.</summary>
    /// <param name="top">Its first row.</param>
    /// <param name="left">Its first column.</param>
    /// <param name="height">Its rows.</param>
    /// <param name="width">Its columns.</param>
    /// <param name="target">Gets 3 x height x width levels, channel by channel.</param>
    void CopyTo(int top, int left, int height, int width, Span<byte> target);
}
