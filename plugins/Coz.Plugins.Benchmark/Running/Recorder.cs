using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Toolkit;
using static TorchSharp.torch;

namespace Coz.Plugins.Benchmark;

/// <summary>Runs a model on a pair, measures the result and keeps the scores.</summary>
internal sealed class Recorder
{
    private readonly BenchmarkOptions _options;
    private readonly IRunContext _run;
    private readonly IReadOnlyList<Metric> _metrics;
    private readonly List<Measurement> _measurements = [];
    private readonly HashSet<string> _notes = [];

    public Recorder(BenchmarkOptions options, IPartFactory parts, IRunContext run)
    {
        (_options, _run) = (options, run);
        IReadOnlyList<Part<Metric>> chosen = options.Metrics.Count > 0 ? options.Metrics : [parts.Bind<Metric>("psnr"), parts.Bind<Metric>("ssim")];
        _metrics = [.. chosen.Select(metric => parts.Create(metric))];
        Protocols = [.. chosen.Zip(_metrics).SelectMany(metric => metric.Second.Protocols.Select(protocol =>
            new MeasuredProtocol(metric.First.Name, metric.Second.Unit, metric.Second.HigherIsBetter, protocol)))];
    }

    public IReadOnlyList<MeasuredProtocol> Protocols { get; }

    public IReadOnlyList<Measurement> Measurements => _measurements;

    /// <summary>Whether a note is told for the first time: a file is read once a scale.</summary>
    public bool IsNews(string note) => _notes.Add(note);

    /// <exception cref="CozException">The model or a metric failed on the pair: the message names both.</exception>
    public void Measure(Contestant contestant, ImagePair pair)
    {
        try
        {
            using var scope = NewDisposeScope();
            var lr = pair.Lr.to(new Device(_run.Device));
            if (!contestant.IsWarm)
                TimedUpscale.WarmUp(contestant.Model, lr, pair.Info.Scale);
            contestant.IsWarm = true;
            var (raw, seconds) = _options.SelfEnsemble ? SelfEnsemble.Run(contestant.Model, lr, pair.Grid) : TimedUpscale.Run(contestant.Model, lr, pair.Grid);
            var sr = raw.cpu();
            if (!sr.isfinite().all().item<bool>())
                _run.Publish(new MessageEvent($"{contestant.Entry.Name} gave numbers that are not finite on {pair.Info.Dataset}/{pair.Info.Image} at {Label.OfScale(pair.Info.Scale)}: its scores there mean nothing.", IsWarning: true));
            foreach (var score in _metrics.SelectMany(metric => metric.Measure(sr, pair.Hr, pair.Info.Scale)))
                _measurements.Add(new Measurement(contestant.Entry, pair.Info, score, seconds));
            if (_options.SaveImages)
                Save(contestant.Entry, pair.Info, sr);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            var image = pair.Info.Path.Length > 0 ? pair.Info.Path : $"{pair.Info.Dataset}/{pair.Info.Image}";
            throw new CozException($"{contestant.Entry.Name} on {image} at {Label.OfScale(pair.Info.Scale)}: {OneLine.Of(e.Message, 400)}", e);
        }
    }

    private void Save(Entry model, PairInfo pair, Tensor sr)
    {
        var path = Path.Combine("images", Label.File(pair.Dataset), Label.OfScale(pair.Scale), Label.File(model.Name), Label.File(pair.Image) + ".png");
        ImageFile.Write(Path.Combine(_run.Folder, path), sr);
        _run.Publish(new ImageEvent($"{pair.Dataset}/{pair.Image} {Label.OfScale(pair.Scale)}, {model.Title}", path));
    }
}
