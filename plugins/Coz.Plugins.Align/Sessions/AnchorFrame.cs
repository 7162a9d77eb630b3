namespace Coz.Plugins.Align;

/// <summary>The frame that the others are aligned to: the widest.</summary>
/// <param name="Step">Its step in the session, from 1.</param>
/// <param name="File">Its file, relative to the session's folder.</param>
/// <param name="Sha256">The SHA-256 of the file.</param>
/// <param name="FocalLength">Its focal length, in mm.</param>
internal sealed record AnchorFrame(int Step, string File, string Sha256, double FocalLength);
