using Coz.Contracts.Models;

namespace Coz.Plugins.Train;

/// <summary>The scale that the patches of a batch share, and, for cascades, what each stage takes of it.</summary>
/// <param name="Total">The scale; null if each patch has its own.</param>
/// <param name="Stages">The stages' scales, whose product is the total; empty without stages.</param>
internal sealed record BatchScale(double? Total, IReadOnlyList<double> Stages)
{
    // Beside the indices of samples, which are not negative.
    private const long Key = -2;

    /// <summary>
    /// Draws it for a step. With stages as CLIT's official code has them: each from 1 to its largest, and batches use in turn all stages,
    /// the first, the first two, ...; where the product is beyond the limit, the first stage gives way.
    /// </summary>
    public static BatchScale Draw(TrainOptions options, IPatchSource source, long seed, long step)
    {
        var random = new SampleRandom(seed, step, Key);
        if (options.StageScales.Count == 0)
            return new BatchScale(options.ScalePerBatch ? source.DrawScale(random) : null, []);
        var all = options.StageScales.Select(largest => random.NextDouble(1, largest)).ToList();
        var used = (int)(step % all.Count);
        List<double> stages = used == 0 ? all : all[..used];
        var product = stages.Aggregate(1.0, (product, scale) => product * scale);
        if (options.ScaleLimit is { } limit && product > limit)
            (stages[0], product) = (stages[0] * limit / product, limit);
        return new BatchScale(product, stages);
    }

    /// <summary>The grids of the stages before the last over a patch, coarsest first; null without stages.</summary>
    public IReadOnlyList<GridQueries>? Grids(int patch)
    {
        if (Stages.Count == 0)
            return null;
        var grids = new List<GridQueries>();
        var product = 1.0;
        foreach (var scale in Stages.SkipLast(1))
        {
            product *= scale;
            var side = (int)Math.Round(patch * product, MidpointRounding.ToEven);
            grids.Add(GridQueries.Whole(patch, patch, side, side));
        }

        return grids;
    }
}
