using static TorchSharp.torch;

namespace Coz.Toolkit;

/// <summary>An image as it was read.</summary>
/// <param name="Pixels">(1, 3, H, W) float32 in [0, 1], RGB; owned by this object.</param>
/// <param name="Notes">What was converted on the way, a line each; empty if nothing was.</param>
public sealed record LoadedImage(Tensor Pixels, IReadOnlyList<string> Notes) : IDisposable
{
    /// <summary>Disposes the pixels.</summary>
    public void Dispose() => Pixels.Dispose();
}
