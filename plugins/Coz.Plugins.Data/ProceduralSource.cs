using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Plugins.Data.Procedural;
using Coz.Toolkit;

namespace Coz.Plugins.Data;

/// <summary>
/// Images that need no file: drawn from a seed, so that a fresh machine has something to measure. Their numbers compare models
/// with each other on this machine, not with any paper.
/// </summary>
[Plugin("procedural", Summary = "Built-in test images drawn from a seed; needs no files")]
public sealed class ProceduralSource(ProceduralOptions options) : PairSource, IPatchSource
{
    private readonly Photos _photos = new(options.CacheMb, null);

    /// <inheritdoc/>
    public int Count => options.Count;

    /// <inheritdoc/>
    public override IReadOnlyList<PairInfo> List()
    {
        ScaleRules.PairOf(options.Height, options.Width, options.Scales.Max(), options.Name);
        return [.. from scale in options.Scales.Distinct()
                   from index in Enumerable.Range(0, options.Count)
                   select new PairInfo(options.Name, ProceduralImages.Name(index), scale)];
    }

    /// <inheritdoc/>
    public override ImagePair Load(PairInfo pair, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var index = Enumerable.Range(0, options.Count).First(i => ProceduralImages.Name(i) == pair.Image);
        using var image = ProceduralImages.Render(index, options.Seed, options.Height, options.Width);
        return DegradedPair.Make(pair, image, options, []);
    }

    /// <inheritdoc/>
    public double? DrawScale(SampleRandom random) => DegradedPatch.DrawScale(options, random);

    /// <inheritdoc/>
    public ImagePair LoadPatch(PatchRequest request, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var name = ProceduralImages.Name(request.Item);
        var photo = _photos.Get(name, () => ProceduralImages.RenderBytes(request.Item, options.Seed, options.Height, options.Width));
        return DegradedPatch.Cut(new PairInfo(options.Name, name, 1), photo, request, options);
    }
}
