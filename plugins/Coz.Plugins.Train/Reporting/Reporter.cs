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
    private readonly TensorBoard? _board = options.Tensorboard ? new TensorBoard(run) : null;
    private DateTime _shown;
    private double _loss;
    private long _since;

    public Pace Pace { get; } = new();

    /// <summary>Takes a step in.</summary>
    /// <param name="step">The steps done.</param>
    /// <param name="epoch">The epochs done.</param>
    /// <param name="result">What it gave; null if it had no sample and was left out.</param>
    /// <param name="rate">Its learning rate.</param>
    /// <param name="wait">The seconds it waited for data.</param>
    public void Stepped(long step, double epoch, StepResult? result, double rate, double wait)
    {
        Pace.End(wait);
        if (result is { IsFinite: true })
            (_loss, _since) = (_loss + result.Loss, _since + 1);
        if (step % options.LogEvery == 0 || step == steps)
            Log(step, result, rate);
        if (DateTime.UtcNow - _shown < Every && step != steps)
            return;
        _shown = DateTime.UtcNow;
        run.Publish(new ProgressEvent(Work, step, steps, string.Create(CultureInfo.InvariantCulture, $"epoch {epoch:F1}, loss {result?.Loss ?? double.NaN:G4}, {Pace.StepsPerSecond:F2} it/s, {Left(step)} left")));
    }

    public void Validated(long step, IReadOnlyList<ScaleScore> scores, double mean, bool isBest, string protocol, double seconds)
    {
        foreach (var score in scores)
            Scalar($"validation/{protocol}/{score.Name}", step, score.Value);
        Scalar($"validation/{protocol}/mean", step, mean);
        var all = string.Join(", ", scores.Select(score => string.Create(CultureInfo.InvariantCulture, $"{score.Name} {score.Value:F3}")));
        run.Publish(new MessageEvent(string.Create(CultureInfo.InvariantCulture,
            $"step {step}/{steps}: {protocol} {all}, mean {mean:F3}{(isBest ? " (best)" : "")}; {Pace.StepsPerSecond:F2} it/s, {Left(step)} left; validated in {Pace.Text(seconds)}")));
    }

    /// <summary>What is told of the steps since the last record, so that a resumed run's records are those of one that was not interrupted.</summary>
    public JsonObject Save() => new() { ["loss"] = _loss, ["since"] = _since };

    public void Load(JsonObject state) => (_loss, _since) = (state["loss"]!.GetValue<double>(), state["since"]!.GetValue<long>());

    public void End(long step) => run.Publish(new ProgressEvent(Work, step, step, "done"));

    /// <summary>Shows a sample: what the model makes of a part of a validation image, beside the truth.</summary>
    public void Sample(long step, string name, string path)
    {
        run.Publish(new ImageEvent($"{name}: model, truth", path, step));
        _board?.Image(name, Path.Combine(run.Folder, path), step);
    }

    private void Scalar(string name, long step, double value)
    {
        run.Publish(new ScalarEvent(name, step, value));
        _board?.Scalar(name, value, step);
    }

    private string Left(long step) => Pace.Text((steps - step) * Pace.SecondsPerStep);

    private void Log(long step, StepResult? result, double rate)
    {
        if (_since > 0)
            Scalar("train/loss", step, _loss / _since);
        for (var i = 0; result is { Losses.Count: > 1 } && i < result.Losses.Count; i++)
            Scalar($"train/loss-{i + 1}", step, result.Losses[i]);
        Scalar("train/rate", step, rate);
        if (result is not null)
            Scalar("train/gradient-norm", step, result.GradientNorm);
        Scalar("train/steps-per-second", step, Pace.StepsPerSecond);
        Scalar("train/data-wait-percent", step, 100 * Pace.WaitShare);
        Scalar("train/memory-mib", step, Environment.WorkingSet / Mebi);
        (_loss, _since) = (0, 0);
    }
}
