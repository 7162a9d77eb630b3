namespace Coz.Plugins.Upscale.Pictures;

/// <summary>How the samples of a picture lie: interleaved, row by row, in the machine's byte order.</summary>
/// <param name="Colours">1 for gray, 3 for RGB.</param>
/// <param name="HasAlpha">Whether alpha follows the colours of each pixel.</param>
/// <param name="Bits">8 or 16.</param>
internal readonly record struct Layout(int Colours, bool HasAlpha, int Bits)
{
    /// <summary>Samples of a pixel.</summary>
    public int Bands => Colours + (HasAlpha ? 1 : 0);

    /// <summary>Bytes of a pixel.</summary>
    public int PixelBytes => Bands * Bits / 8;

    /// <summary>The largest level.</summary>
    public int Levels => (1 << Bits) - 1;
}
