using System.Diagnostics;
using System.Text.Json.Nodes;
using Coz.Contracts;
using Coz.Contracts.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Coz.Plugins.Train;

/// <summary>Runs the loop: batches, steps, validations, checkpoints, states.</summary>
internal sealed class Trainer : IDisposable
{
    private readonly TrainOptions _options;
    private readonly IRunContext _run;
    private readonly SrModel _model;
    private readonly Parameter[] _trained;
    private readonly WeightOptimizer _optimizer;
    private readonly Schedule _schedule;
    private readonly MovingAverage? _average;
    private readonly Validator? _validator;
    private readonly TrainStep _step;
    private readonly SampleOrder _order;
    private readonly BatchMaker _maker;
    private readonly Checkpoints _checkpoints;
    private readonly Reporter _reporter;
    private readonly BestScores _best = new();
    private readonly long _steps;
    private long _done;

    public Trainer(TrainOptions options, IPartFactory parts, IRunContext run)
    {
        (_options, _run) = (options, run);
        var source = Sources.Patches(options, parts);
        _order = new SampleOrder(source.Count, options.Repeat, options.Batch, run.Seed, options.Steps is not null);
        _steps = options.Steps ?? (options.Epochs!.Value * _order.StepsPerEpoch);
        _maker = new BatchMaker(options, source, Sources.Augmentations(options, parts), _order, run.Seed);
        _schedule = Sources.Schedule(options, parts);
        _validator = Sources.Validator(options, parts, run.Device);
        _model = ModelBuilder.Build(options, parts, run);
        _trained = [.. _model.Parameters().Where(weight => weight.requires_grad)];
        _optimizer = new WeightOptimizer([.. _model.Parameters()], options.Optimizer);
        _average = options.Ema > 0 ? new MovingAverage(_trained, options.Ema) : null;
        _step = new TrainStep(_model, Sources.Losses(options, parts, _model.Decoder), _optimizer, options.Clip, new Device(run.Device));
        _checkpoints = new Checkpoints(_model, parts, run);
        _reporter = new Reporter(options, run, _steps);
    }

    private TrainingPoint Point => new(_done, _order.EpochAt(_done), _steps, _order.EpochAt(_steps));

    /// <exception cref="CozException">The run failed for a reason the user can mend.</exception>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    public TaskResult Run(CancellationToken cancellationToken)
    {
        Train(isTraining: true);
        using var batches = new BatchStream(_maker.Make, _done, _steps, _options.Workers, _options.Prefetch);
        var isEarly = false;
        while (_done < _steps && !isEarly)
        {
            Pause(cancellationToken);
            _reporter.Pace.Start();
            using (var batch = batches.Next(cancellationToken))
                Advance(batch, _reporter.Pace.Elapsed);
            var isLast = _done == _steps;
            if (_validator is not null && (isLast || _done % _options.ValidateEvery == 0))
                isEarly = Validated(cancellationToken) && !isLast;
            if (isLast || isEarly || _done % _options.SaveEvery == 0)
                Save();
        }

        if (isEarly)
            _run.Publish(new MessageEvent($"step {_done}: ended early, {_best.WithoutGain} validations in a row brought no new best score"));
        _reporter.End(_done);
        return new TaskResult(new JsonObject { ["steps"] = _done, ["epochs"] = _order.EpochAt(_done), ["best"] = _best.Save(), ["checkpoints"] = Checkpoints.Folder });
    }

    public void Dispose()
    {
        _average?.Dispose();
        _optimizer.Dispose();
        _model.Dispose();
    }

    private void Pause(CancellationToken cancellationToken)
    {
        var gate = _run.WaitWhilePausedAsync(cancellationToken);
        if (!gate.IsCompletedSuccessfully)
            gate.AsTask().GetAwaiter().GetResult();
    }

    private void Advance(Batch batch, double wait)
    {
        foreach (var skipped in batch.Skipped)
            _run.Publish(new FaultEvent(skipped, IsFatal: false));
        _optimizer.SetFactor(_schedule.FactorAt(Point));
        var result = _step.Run(batch);
        if (!result.IsFinite)
            throw new CozException($"step {_done}: the loss is {result.Loss}, the gradient's norm {result.GradientNorm}.");
        _average?.Update();
        _done++;
        _reporter.Stepped(_done, _order.EpochAt(_done), result, _optimizer.Rate, wait);
    }

    // True if the run is to end early.
    private bool Validated(CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var scores = WithKept(() => _validator!.Run(_model, cancellationToken));
        var mean = scores.Average(score => score.Value);
        var (isBest, scales) = _best.Take(scores);
        _schedule.Observe(mean, Point);
        _reporter.Validated(_done, scores, mean, isBest, _validator!.Protocol, clock.Elapsed.TotalSeconds);
        if (isBest || scales.Count > 0)
        {
            WithKept(() =>
            {
                if (isBest)
                    _checkpoints.Write("best", Epoch);
                foreach (var scale in scales)
                    _checkpoints.Write(Checkpoints.NameOf(scale), Epoch);
                return true;
            });
        }

        return _options.EarlyStop > 0 && _best.WithoutGain >= _options.EarlyStop;
    }

    private int Epoch => (int)_order.EpochAt(_done);

    private void Save() => WithKept(() =>
    {
        _checkpoints.Write("last", Epoch);
        return true;
    });

    // With the weights that are kept: their moving average, if there is one.
    private T WithKept<T>(Func<T> use)
    {
        _average?.Swap();
        Train(isTraining: false);
        try
        {
            return use();
        }
        finally
        {
            Train(isTraining: true);
            _average?.Swap();
        }
    }

    private void Train(bool isTraining)
    {
        _model.Encoder?.train(isTraining);
        _model.Decoder.train(isTraining);
    }
}
