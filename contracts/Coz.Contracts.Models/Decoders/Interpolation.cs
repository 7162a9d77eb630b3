namespace Coz.Contracts.Models;

/// <summary>
/// A model without weights: it reads the image alone and needs no encoder. Its kind is <c>model</c>; a table lists it without an
/// encoder, neither trained nor untrained.
/// </summary>
[PluginKind("model")]
public abstract class Interpolation : Decoder
{
    /// <inheritdoc/>
    public override Normalization Normalization => Normalization.None;
}
