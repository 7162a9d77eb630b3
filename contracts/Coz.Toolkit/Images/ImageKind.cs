namespace Coz.Toolkit;

/// <summary>The file formats that are read and written, known by their first bytes.</summary>
public enum ImageKind
{
    /// <summary>PNG.</summary>
    Png,

    /// <summary>JPEG.</summary>
    Jpeg,

    /// <summary>TIFF, both byte orders.</summary>
    Tiff,

    /// <summary>Windows bitmap.</summary>
    Bmp,

    /// <summary>WebP.</summary>
    WebP,
}
