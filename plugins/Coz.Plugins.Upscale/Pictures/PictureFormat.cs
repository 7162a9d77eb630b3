namespace Coz.Plugins.Upscale.Pictures;

/// <summary>The formats that are read and written.</summary>
public enum PictureFormat
{
    /// <summary>PNG: 8 or 16 bits, alpha.</summary>
    Png,

    /// <summary>JPEG: 8 bits, no alpha.</summary>
    Jpeg,

    /// <summary>TIFF: 8 or 16 bits, alpha.</summary>
    Tiff,

    /// <summary>WebP: 8 bits, alpha, colour.</summary>
    WebP,
}
