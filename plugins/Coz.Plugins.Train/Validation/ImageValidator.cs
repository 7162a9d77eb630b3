using Coz.Contracts;
using Coz.Contracts.Models;
using static TorchSharp.torch;

namespace Coz.Plugins.Train;

/// <summary>Renders whole images and measures them: the mean over images of the metric's first protocol, at each scale.</summary>
internal sealed class ImageValidator : IValidator
{
    // What stands for the infinite score of equal images, so that means and gains remain numbers.
    private const double Most = 1000;

    private readonly PairSource _source;
    private readonly Metric _metric;
    private readonly IReadOnlyList<PairInfo> _pairs;
    private readonly Device _device;

    /// <exception cref="CozException">There are no pairs, or the metric is one whose lower score is better.</exception>
    public ImageValidator(PairSource source, Metric metric, Device device)
    {
        if (!metric.HigherIsBetter)
            throw new UsageException("metric: validation needs a metric whose higher score is better, for example psnr.");
        (_source, _metric, _device, _pairs) = (source, metric, device, source.List());
    }

    /// <summary>The scales that there are pairs of.</summary>
    public IReadOnlyList<double> Scales => [.. _pairs.Select(pair => pair.Scale).Distinct().Order()];

    /// <inheritdoc/>
    public string Protocol => _metric.Protocols[0].Name;

    /// <inheritdoc/>
    public IReadOnlyList<ScaleScore> Run(SrModel model, Action<ImagePair, Tensor> show, CancellationToken cancellationToken)
    {
        using var noGradient = no_grad();
        var scores = new List<ScaleScore>();
        foreach (var scale in _pairs.GroupBy(pair => pair.Scale).OrderBy(group => group.Key))
            scores.Add(new ScaleScore(scale.Key, scale.Select((pair, i) => ScoreOf(model, pair, i == 0 ? show : null, cancellationToken)).ToList().Average()));
        return scores;
    }

    private double ScoreOf(SrModel model, PairInfo info, Action<ImagePair, Tensor>? show, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var scope = NewDisposeScope();
        using var pair = _source.Load(info, cancellationToken);
        var sr = model.Upscale(pair.Lr.to(_device), pair.Grid).cpu();
        show?.Invoke(pair, sr);
        return Math.Min(_metric.Measure(sr, pair.Hr, info.Scale)[0].Value, Most);
    }
}
