namespace Coz.Contracts.Models;

/// <summary>Gives LR-HR pairs: made by degrading photos, or taken as they are. Listing is cheap; a pair is read when it is loaded.</summary>
[PluginKind("data", Key = "source")]
public abstract class PairSource
{
    /// <summary>Lists the pairs, in the order they are to be used: by data set, scale, image. Reads names and sizes only.</summary>
    /// <returns>The pairs; never empty.</returns>
    /// <exception cref="CozException">A folder is missing or empty, or files do not match: the message names it.</exception>
    public abstract IReadOnlyList<PairInfo> List();

    /// <summary>Reads a pair. Safe to call from several threads.</summary>
    /// <param name="pair">One that <see cref="List"/> gave.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The pair; the caller disposes it.</returns>
    /// <exception cref="CozException">A file cannot be read as an image, or does not fit its partner: the message names it.</exception>
    public abstract ImagePair Load(PairInfo pair, CancellationToken cancellationToken = default);
}
