using Coz.Contracts.Devices;

namespace Coz.Plugins.FolderRig;

/// <summary>What the folder's camera and lens have in common: where the lens stands.</summary>
internal sealed class Stand
{
    /// <summary>The focal length that the lens was moved to, in mm; null if there is no such lens.</summary>
    public double? FocalLength { get; set; }

    public static Stand Of(RigContext context) => context.Shared("coz.folder-rig", () => new Stand());
}
