using Coz.Contracts;
using Coz.Contracts.Models;
using TorchSharp;

namespace Coz.Plugins.Benchmark;

/// <summary>
/// Compares models on LR-HR pairs at any real scales: a row for every model, data set, scale, metric and protocol, the mean over
/// images of the per-image score, and encode, prepare and render timed apart. Tables are written when all is measured.
/// </summary>
/// <param name="options">What to compare.</param>
/// <param name="parts">The available parts.</param>
[Plugin("benchmark", Summary = "Compares models on LR-HR pairs: tables, timings and plots")]
public sealed class BenchmarkTask(BenchmarkOptions options, IPartFactory parts) : ExperimentTask
{
    private const string Work = "benchmark";

    /// <inheritdoc/>
    public override IEnumerable<string> Validate() => BenchmarkChecks.Faults(options, parts);

    /// <inheritdoc/>
    public override async Task<TaskResult> RunAsync(IRunContext run, CancellationToken cancellationToken)
    {
        var source = parts.Create(options.Data);
        var pairs = source.List();
        using var contestants = new Contestants(options, parts, run);
        var recorder = new Recorder(options, parts, run);
        var tensors = new LiveTensors();
        var done = 0;
        foreach (var info in pairs)
        {
            await run.WaitWhilePausedAsync(cancellationToken);
            using (var pair = Load(source, info, run, recorder, cancellationToken))
            {
                foreach (var contestant in contestants)
                {
                    await run.WaitWhilePausedAsync(cancellationToken);
                    cancellationToken.ThrowIfCancellationRequested();
                    run.Publish(new ProgressEvent(Work, done, (long)pairs.Count * contestants.Count, $"{info.Image} {Label.OfScale(info.Scale)}, {contestant.Entry.Name}"));
                    recorder.Measure(contestant, pair);
                    done++;
                }
            }

            tensors.Count();
        }

        run.Publish(new ProgressEvent(Work, done, done, "done"));
        if (tensors.Told() is { } told)
            run.Publish(told);
        return new Report(options, run, recorder.Protocols).Write(recorder.Measurements);
    }

    private static ImagePair Load(PairSource source, PairInfo info, IRunContext run, Recorder recorder, CancellationToken cancellationToken)
    {
        using var noGradient = torch.no_grad();
        var pair = source.Load(info, cancellationToken);
        foreach (var note in pair.Notes.Where(recorder.IsNews))
            run.Publish(new MessageEvent(note, IsWarning: true));
        return pair;
    }
}
