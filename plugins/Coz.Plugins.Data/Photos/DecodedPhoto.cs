using Coz.Toolkit;

namespace Coz.Plugins.Data;

/// <summary>A photo in memory.</summary>
internal sealed class DecodedPhoto(ByteImage image) : IPhoto
{
    public int Height => image.Height;

    public int Width => image.Width;

    public void CopyTo(int top, int left, int height, int width, Span<byte> target) => image.CopyTo(top, left, height, width, target);
}
