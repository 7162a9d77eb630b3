using Coz.Contracts;
using Coz.Contracts.Models;
using static TorchSharp.torch;

namespace Coz.Plugins.Train;

/// <summary>Renders whole images and measures them: the mean over images of the metric's first protocol, at each scale.</summary>
internal sealed class Validator
{
    // What stands for the infinite score of equal images, so that means and gains remain numbers.
    private const double Most = 1000;

    private readonly PairSource _source;
    private readonly Metric _metric;
    private readonly IReadOnlyList<PairInfo> _pairs;
    private readonly Device _device;

    /// <exception cref="CozException">There are no pairs, or the metric is one whose lower score is better.</exception>
    public Validator(PairSource source, Metric metric, Device device)
    {
        if (!metric.HigherIsBetter)
            throw new UsageException("metric: validation needs a metric whose higher score is better, for example psnr.");
        (_source, _metric, _device, _pairs) = (source, metric, device, source.List());
    }

    /// <summary>The metric's protocol.</summary>
    public string Protocol => _metric.Protocols[0].Name;

    /// <summary>Measures a model.</summary>
    /// <param name="model">The model, in evaluation mode.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>A score a scale, by scale.</returns>
    public IReadOnlyList<ScaleScore> Run(SrModel model, CancellationToken cancellationToken)
    {
        using var noGradient = no_grad();
        return
        [
            .. _pairs.Select(pair => (pair.Scale, Score: ScoreOf(model, pair, cancellationToken)))
                .GroupBy(pair => pair.Scale)
                .OrderBy(group => group.Key)
                .Select(group => new ScaleScore(group.Key, group.Average(pair => pair.Score))),
        ];
    }

    private double ScoreOf(SrModel model, PairInfo info, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var scope = NewDisposeScope();
        using var pair = _source.Load(info, cancellationToken);
        var sr = model.Upscale(pair.Lr.to(_device), pair.Grid).cpu();
        return Math.Min(_metric.Measure(sr, pair.Hr, info.Scale)[0].Value, Most);
    }
}
