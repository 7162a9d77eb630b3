using Coz.Toolkit;

namespace Coz.Plugins.Data;

/// <summary>An image that was looked at.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Size">Its size; null if it cannot be read.</param>
/// <param name="Fault">Why it cannot be read; null if it can.</param>
internal sealed record CheckedImage(string Path, ImageSize? Size, string? Fault);
