using static TorchSharp.torch;

namespace Coz.Contracts.Models;

/// <summary>A loaded pair.</summary>
/// <param name="Info">Which pair it is.</param>
/// <param name="Lr">(1, 3, h, w) float32 in [0, 1], RGB.</param>
/// <param name="Hr">(1, 3, H, W) float32 in [0, 1], RGB.</param>
/// <param name="Grid">Where the HR pixels lie over the LR image: a model decodes this grid to be compared with HR.</param>
/// <param name="Notes">What was converted on the way (alpha dropped, orientation applied), a line each; empty if nothing was.</param>
public sealed record ImagePair(PairInfo Info, Tensor Lr, Tensor Hr, GridQueries Grid, IReadOnlyList<string> Notes) : IDisposable
{
    /// <summary>Disposes both images.</summary>
    public void Dispose()
    {
        Lr.Dispose();
        Hr.Dispose();
    }
}
