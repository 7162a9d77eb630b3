using System.ComponentModel;
using Coz.Contracts;
using Coz.Contracts.Devices;

namespace Coz.Plugins.FolderRig;

/// <summary>The options of <see cref="FolderCamera"/> and <see cref="FolderLens"/>: the same folder for both.</summary>
public sealed record FolderRigOptions : DeviceOptions
{
    /// <summary>The folder of photos of one scene, at two focal lengths or more.</summary>
    [Description("A folder of photos of one scene, at two focal lengths or more."), OptionPath]
    public required string Folder { get; init; }

    /// <summary>Where the focal length of a photo is read.</summary>
    [Description("Where a photo's focal length is read: its EXIF, its name (scene_035mm.jpg), or its EXIF and else its name.")]
    public FocalSource Focal { get; init; } = FocalSource.Auto;
}
