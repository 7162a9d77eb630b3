namespace Coz.Plugins.FolderRig;

/// <summary>A photo of the folder.</summary>
/// <param name="Path">Its file.</param>
/// <param name="FocalLength">Its focal length in mm.</param>
internal sealed record Capture(string Path, double FocalLength);
