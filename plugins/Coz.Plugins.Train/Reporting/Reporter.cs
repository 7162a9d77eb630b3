using System.Globalization;
using System.Text.Json.Nodes;
using Coz.Contracts;

namespace Coz.Plugins.Train;

/// <summary>Tells whoever follows the run how it goes.</summary>
internal sealed class Reporter(TrainOptions options, IRunContext run, long steps)
{
    private const string Work = "train";
    private const double Mebi = 1024 * 1024;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private DateTime _shown;
    private double _loss;
    private long _since;

    public Pace Pace { get; } = new();

    public void Stepped(long step, double epoch, StepResult result, double rate, double wait)
    {
        Pace.End(wait);
        if (result.IsFinite)
            (_loss, _since) = (_loss + result.Loss, _since + 1);
        if (step % options.LogEvery == 0 || step == steps)
            Log(step, result, rate);
        if (DateTime.UtcNow - _shown < Every && step != steps)
            return;
        _shown = DateTime.UtcNow;
        run.Publish(new ProgressEvent(Work, step, steps, string.Create(CultureInfo.InvariantCulture, $"epoch {epoch:F1}, loss {result.Loss:G4}, {Pace.StepsPerSecond:F2} it/s, {Left(step)} left")));
    }

    public void Validated(long step, IReadOnlyList<ScaleScore> scores, double mean, bool isBest, string protocol, double seconds)
    {
        foreach (var score in scores)
            run.Publish(new ScalarEvent(string.Create(CultureInfo.InvariantCulture, $"validation/{protocol}/x{score.Scale}"), step, score.Value));
        run.Publish(new ScalarEvent($"validation/{protocol}/mean", step, mean));
        var all = string.Join(", ", scores.Select(score => string.Create(CultureInfo.InvariantCulture, $"x{score.Scale} {score.Value:F3}")));
        run.Publish(new MessageEvent(string.Create(CultureInfo.InvariantCulture,
            $"step {step}/{steps}: {protocol} {all}, mean {mean:F3}{(isBest ? " (best)" : "")}; {Pace.StepsPerSecond:F2} it/s, {Left(step)} left; validated in {Pace.Text(seconds)}")));
    }

    /// <summary>What is told of the steps since the last record, so that a resumed run's records are those of one that was not interrupted.</summary>
    public JsonObject Save() => new() { ["loss"] = _loss, ["since"] = _since };

    public void Load(JsonObject state) => (_loss, _since) = (state["loss"]!.GetValue<double>(), state["since"]!.GetValue<long>());

    public void End(long step) => run.Publish(new ProgressEvent(Work, step, step, "done"));

    private string Left(long step) => Pace.Text((steps - step) * Pace.SecondsPerStep);

    private void Log(long step, StepResult result, double rate)
    {
        if (_since > 0)
            run.Publish(new ScalarEvent("train/loss", step, _loss / _since));
        for (var i = 0; i < result.Losses.Count && result.Losses.Count > 1; i++)
            run.Publish(new ScalarEvent($"train/loss-{i + 1}", step, result.Losses[i]));
        run.Publish(new ScalarEvent("train/rate", step, rate));
        run.Publish(new ScalarEvent("train/gradient-norm", step, result.GradientNorm));
        run.Publish(new ScalarEvent("train/steps-per-second", step, Pace.StepsPerSecond));
        run.Publish(new ScalarEvent("train/data-wait-percent", step, 100 * Pace.WaitShare));
        run.Publish(new ScalarEvent("train/memory-mib", step, Environment.WorkingSet / Mebi));
        (_loss, _since) = (0, 0);
    }
}
