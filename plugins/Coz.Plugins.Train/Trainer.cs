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
    private readonly IValidator? _validator;
    private readonly TrainStep _step;
    private readonly SampleOrder _order;
    private readonly BatchMaker _maker;
    private readonly Checkpoints _checkpoints;
    private readonly StateStore _states;
    private readonly StateKeys _keys;
    private readonly Reporter _reporter;
    private readonly SampleImages _samples;
    private readonly BestScores _best = new();
    private readonly long _steps;
    private long _done;
    private long _validated;
    private long _saved;
    private int _skipped;

    // False while a validation or a save is under way, and after a step whose loss was no number: what they leave is not to be saved.
    private bool _isWhole = true;

    public Trainer(TrainOptions options, IPartFactory parts, IRunContext run)
    {
        (_options, _run) = (options, run);
        _states = new StateStore(run);
        var source = Sources.Patches(options, parts);
        _order = new SampleOrder(source.Count, options.Repeat, options.Batch, run.Seed, options.Steps is not null);
        _steps = options.Steps ?? (options.Epochs!.Value * _order.StepsPerEpoch);
        _schedule = Sources.Schedule(options, parts);
        _validator = Sources.Validator(options, parts, run);
        _model = ModelBuilder.Build(options, parts, run, _states.HasAny);
        _maker = new BatchMaker(options, source, Sources.Augmentations(options, parts), _order, run.Seed, _model.Decoder is ISampling sampling ? sampling.PatchSize : 1);
        _trained = [.. _model.Parameters().Where(weight => weight.requires_grad)];
        _optimizer = new WeightOptimizer([.. _model.Parameters()], options.Optimizer);
        _average = options.Ema > 0 ? new MovingAverage(_trained, options.Ema) : null;
        _step = new TrainStep(_model, Sources.Losses(options, parts, _model.Decoder), _optimizer, options.Clip, new Device(run.Device));
        _checkpoints = new Checkpoints(_model, parts, run);
        _keys = new StateKeys(_model, _optimizer, _average);
        _reporter = new Reporter(options, run, _steps);
        _samples = new SampleImages(options, run, _reporter);
    }

    private TrainingPoint Point => new(_done, _order.EpochAt(_done), _steps, _order.EpochAt(_steps));

    private int Epoch => (int)_order.EpochAt(_done);

    private bool IsLast => _done >= _steps;

    private bool IsEarly => _options.EarlyStop > 0 && _best.WithoutGain >= _options.EarlyStop;

    /// <exception cref="CozException">The run failed for a reason the user can mend.</exception>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    public TaskResult Run(CancellationToken cancellationToken)
    {
        Resume();
        Train(isTraining: true);
        try
        {
            Loop(cancellationToken);
        }
        catch (Exception e) when (e is OperationCanceledException or CozException)
        {
            if (_done > _saved && _isWhole)
                Save();
            throw;
        }

        if (!IsLast)
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

    private void Resume()
    {
        if (_states.ReadNewest() is not var (state, content))
            return;
        using (content)
        {
            _keys.Restore(state, $"The state of step {state.Step}");
            _schedule.Load(state.Position["schedule"]!.AsObject());
            _best.Load(state.Position["best"]!.AsObject());
            _reporter.Load(state.Position["reporter"]!.AsObject());
            _skipped = state.Position["skipped"]?.GetValue<int>() ?? 0;
            (_done, _saved, _validated) = (state.Step, state.Step, state.Position["validated"]!.GetValue<long>());
            _run.Publish(new MessageEvent($"goes on from step {_done} of {_steps}"));
            if (state.Position["threads"]!.GetValue<int>() is var threads && threads != get_num_threads())
                _run.Publish(new MessageEvent($"the run was begun with {threads} threads and goes on with {get_num_threads()}: its numbers may differ in their last bits", IsWarning: true));
        }
    }

    private void Loop(CancellationToken cancellationToken)
    {
        using var batches = new BatchStream(_maker.Make, _done, _steps, _options.Workers, _options.Prefetch);
        while (true)
        {
            if (_validator is not null && _done > _validated && (IsLast || _done % _options.ValidateEvery == 0))
                Validate(cancellationToken);
            if (_done > _saved && (IsLast || IsEarly || _done % _options.SaveEvery == 0))
                Save();
            if (IsLast || IsEarly)
                return;
            Pause(cancellationToken);
            _reporter.Pace.Start();
            using var batch = batches.Next(cancellationToken);
            Advance(batch, _reporter.Pace.Elapsed);
        }
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
        if (batch.Keys.Count == 0)
        {
            LeaveOut($"step {_done}: no sample of the batch could be made.", "mend the data and resume");
            _done++;
            _reporter.Stepped(_done, _order.EpochAt(_done), null, _optimizer.Rate, wait);
            return;
        }

        _optimizer.SetFactor(_schedule.FactorAt(Point));
        var result = _step.Run(batch);

        // Weights that give no number are most often spoilt already, or of half a step: the states and checkpoints from before stay the last ones.
        _isWhole = result.IsFinite;
        if (result.IsFinite)
        {
            _average?.Update(_done);
            _skipped = 0;
        }
        else
        {
            Complain(FaultyStep.Keep(batch, result, _model, _run));
        }

        FreeHandles();
        _done++;
        _reporter.Stepped(_done, _order.EpochAt(_done), result, _optimizer.Rate, wait);
    }

    // A step's graph hangs on small native objects that only finalizers free. Left to a collector that sees a few kilobytes, they
    // stay for many steps and pin the C library's heap between tensors: it grew by 50 MB a step. Two generations take 1-2 ms.
    private static void FreeHandles()
    {
        GC.Collect(1, GCCollectionMode.Forced, blocking: true);
        GC.WaitForPendingFinalizers();
    }

    private void Complain(string fault)
    {
        const string remedy = "begin a new run with a lower rate or task:clip; task:init takes a checkpoint that this one has left";
        if (_options.OnNonFinite == FaultPolicy.Stop)
            throw new CozException($"{fault} To go on, {remedy}. task:on_non_finite=skip leaves such steps out.");
        LeaveOut(fault, remedy);
        _isWhole = true;
    }

    private void LeaveOut(string fault, string remedy)
    {
        if (_skipped >= _options.MaxSkipped)
            throw new CozException($"{fault} {_skipped} steps in a row before it were left out, the most that task:max_skipped allows: {remedy}.");
        _skipped++;
        _run.Publish(new FaultEvent($"{fault} The step is left out.", IsFatal: false));
    }

    private void Validate(CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        WithKept(() =>
        {
            var scores = _validator!.Run(_model, (pair, sr) => _samples.Show(_done, pair, sr), cancellationToken);
            _isWhole = false;
            var (mean, isBest, scales) = _best.Take(scores);
            _schedule.Observe(mean, Point);
            _validated = _done;
            _reporter.Validated(_done, scores, mean, isBest, _validator.Protocol, clock.Elapsed.TotalSeconds);
            if (isBest)
                _checkpoints.Write("best", Epoch);
            foreach (var scale in scales.Where(scale => scale > 0))
                _checkpoints.Write(Checkpoints.NameOf(scale), Epoch);
            _isWhole = true;
        });
    }

    private void Save()
    {
        _isWhole = false;
        WithKept(() => _checkpoints.Write("last", Epoch));
        _states.Write(_keys.Gather(_done, new JsonObject
        {
            ["validated"] = _validated,
            ["schedule"] = _schedule.Save(),
            ["best"] = _best.Save(),
            ["reporter"] = _reporter.Save(),
            ["skipped"] = _skipped,
        }));
        (_saved, _isWhole) = (_done, true);
    }

    // With the weights that are kept: their moving average, if there is one.
    private void WithKept(Action use)
    {
        _average?.Swap();
        Train(isTraining: false);
        try
        {
            use();
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
