namespace Coz.Plugins.FolderRig;

/// <summary>Where the focal length of a photo is read.</summary>
public enum FocalSource
{
    /// <summary>In its EXIF, else in its name.</summary>
    Auto,

    /// <summary>In its EXIF.</summary>
    Exif,

    /// <summary>In its name: <c>scene_035mm.jpg</c>.</summary>
    Name,
}
