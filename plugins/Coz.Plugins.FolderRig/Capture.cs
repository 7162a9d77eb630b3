namespace Coz.Plugins.FolderRig;

/// <summary>A photo of the folder.</summary>
/// <param name="Path">Its file.</param>
/// <param name="FocalLength">Its focal length in mm.</param>
/// <param name="IsByName">Whether its name says so, and not its EXIF.</param>
/// <param name="Position">Where the lens stands for it, in mm: its focal length, or a trifle more where another photo has the same one.</param>
internal sealed record Capture(string Path, double FocalLength, bool IsByName, double Position);
