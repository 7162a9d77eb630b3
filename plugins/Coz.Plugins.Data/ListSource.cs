using Coz.Contracts;
using Coz.Contracts.Models;

namespace Coz.Plugins.Data;

/// <summary>
/// Several pair sources as one, in their order. For training, an epoch goes over the images of all; with weights, every patch draws
/// its source by them and then one of its images. A batch's one scale is drawn by one of the sources, by weight;
/// there is none where one of them cannot choose.
/// </summary>
[Plugin("list", Summary = "Several pair sources, one after another")]
public sealed class ListSource : PairSource, IPatchSource
{
    private readonly Lazy<IReadOnlyList<(PairInfo Pair, PairSource Source)>> _pairs;
    private readonly Lazy<IReadOnlyList<IPatchSource>> _members;
    private readonly IReadOnlyList<double> _weights;

    /// <summary>Makes the sources.</summary>
    /// <param name="options">Which sources.</param>
    /// <param name="parts">Constructs them.</param>
    public ListSource(ListOptions options, IPartFactory parts)
    {
        IReadOnlyList<PairSource> sources = [.. options.Sources.Select(source => parts.Create(source))];
        _pairs = new(() => [.. from source in sources from pair in source.List() select (pair, source)]);
        _members = new(() => [.. sources.Select((source, i) => source as IPatchSource ?? throw new CozException(
            $"The source '{options.Sources[i].Name}' of the list gives whole pairs only: training needs sources that give patches; leave it out."))]);
        _weights = options.Weights;
    }

    /// <inheritdoc/>
    public int Count => _members.Value.Sum(member => member.Count);

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

    /// <inheritdoc/>
    public double? DrawScale(SampleRandom random)
    {
        // Each draws from a sequence of its own: whether one can choose must not move what another draws.
        var drawn = _members.Value.Select((member, i) => member.DrawScale(random.Fork(i))).ToList();
        var weights = drawn.Select((_, i) => WeightOf(i)).ToList();
        return weights.Zip(drawn).All(member => member.First == 0 || member.Second is not null) ? drawn[Draw(weights, random)] : null;
    }

    /// <inheritdoc/>
    public ImagePair LoadPatch(PatchRequest request, CancellationToken cancellationToken = default)
    {
        if (_weights.Count > 0)
        {
            var drawn = _members.Value[Draw(_weights, request.Random)];
            return drawn.LoadPatch(request with { Item = request.Random.NextInt(drawn.Count) }, cancellationToken);
        }

        var item = request.Item;
        foreach (var member in _members.Value)
        {
            if (item < member.Count)
                return member.LoadPatch(request with { Item = item }, cancellationToken);
            item -= member.Count;
        }

        throw new ArgumentOutOfRangeException(nameof(request), request.Item, $"The list has {Count} images.");
    }

    private static int Draw(IReadOnlyList<double> weights, SampleRandom random)
    {
        var point = random.NextDouble(0, weights.Sum());
        for (var i = 0; i < weights.Count; i++)
        {
            point -= weights[i];
            if (point < 0)
                return i;
        }

        // Rounding left a rest: the last one that counts.
        return weights.Count - 1 - weights.Reverse().TakeWhile(weight => weight == 0).Count();
    }

    private double WeightOf(int member) => _weights.Count > 0 ? _weights[member] : _members.Value[member].Count;
}
