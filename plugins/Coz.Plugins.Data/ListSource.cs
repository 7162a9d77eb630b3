using Coz.Contracts;
using Coz.Contracts.Models;

namespace Coz.Plugins.Data;

/// <summary>Several pair sources as one, in their order.</summary>
[Plugin("list", Summary = "Several pair sources, one after another")]
public sealed class ListSource : PairSource
{
    private readonly Lazy<IReadOnlyList<(PairInfo Pair, PairSource Source)>> _pairs;

    /// <summary>Makes the sources.</summary>
    /// <param name="options">Which sources.</param>
    /// <param name="parts">Constructs them.</param>
    public ListSource(ListOptions options, IPartFactory parts)
    {
        IReadOnlyList<PairSource> sources = [.. options.Sources.Select(source => parts.Create(source))];
        _pairs = new(() => [.. from source in sources from pair in source.List() select (pair, source)]);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<PairInfo> List()
    {
        var twice = _pairs.Value.GroupBy(entry => (entry.Pair.Dataset, entry.Pair.Image, entry.Pair.Scale)).FirstOrDefault(group => group.Count() > 1);
        return twice is null ? [.. _pairs.Value.Select(entry => entry.Pair)] : throw new CozException(
            $"The list has two images {twice.Key.Image} of data set {twice.Key.Dataset} at one scale: give the sources different names ('name').");
    }

    /// <inheritdoc/>
    public override ImagePair Load(PairInfo pair, CancellationToken cancellationToken = default) =>
        _pairs.Value.First(entry => entry.Pair == pair).Source.Load(pair, cancellationToken);
}
