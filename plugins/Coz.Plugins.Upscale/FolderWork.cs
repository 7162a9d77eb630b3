using System.Text.Json.Nodes;
using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Plugins.Upscale.Jobs;
using Coz.Plugins.Upscale.Memory;
using Coz.Plugins.Upscale.Pictures;
using Coz.Toolkit;

namespace Coz.Plugins.Upscale;

/// <summary>Goes over the pictures: what is done is skipped, what is broken is named in the end, what cannot be written ends the work.</summary>
internal sealed class FolderWork
{
    private readonly UpscaleOptions _options;
    private readonly IRunContext _run;
    private readonly JobList _list;
    private readonly ResumeState _state;
    private readonly SrModel _model;
    private readonly PictureUpscaler _upscaler;
    private readonly UpscaleProgress _progress;
    private readonly TilePlanner _planner;
    private readonly List<PictureReport> _done = [];
    private readonly List<FailedJob> _failed;
    private readonly long _baseline = ProcessMemory.Resident();
    private int _skipped;
    private readonly CalibrationCache _calibrations = new(StateFolder.FullPath is { } folder ? Path.Combine(folder, "memory.json") : null);
    private bool _isWarned;
    private bool _isPeakDoubted;

    /// <summary>Prepares the work.</summary>
    /// <param name="options">What was asked for.</param>
    /// <param name="run">Where it is shown.</param>
    /// <param name="list">The pictures.</param>
    /// <param name="state">What of them is done.</param>
    /// <param name="model">The model, loaded; the caller keeps it.</param>
    /// <param name="bicubic">What alpha is made with; the caller keeps it.</param>
    /// <param name="cancellationToken">Ends a measurement of the model's memory.</param>
    /// <exception cref="UsageException">The tiles that were asked for are too small.</exception>
    public FolderWork(UpscaleOptions options, IRunContext run, JobList list, ResumeState state, SrModel model, SrModel bicubic, CancellationToken cancellationToken)
    {
        (_options, _run, _list, _state, _model) = (options, run, list, state, model);
        _failed = [.. list.Failed];
        _progress = new UpscaleProgress(run, list.Jobs);
        _planner = new TilePlanner(model, state.Settings.Memory, options.Tile, grid => Taken(grid, cancellationToken));
        _upscaler = new PictureUpscaler(options, run, model, bicubic, _planner, _progress);
    }

    private bool IsFolder => Directory.Exists(_options.Input);

    /// <summary>Does all.</summary>
    /// <returns>The result; not succeeded if a picture failed.</returns>
    /// <exception cref="CozException">The disk is full, or the output or the state's file cannot be written.</exception>
    public async Task<TaskResult> RunAsync(CancellationToken cancellationToken)
    {
        for (var i = 0; i < _list.Jobs.Count; i++)
        {
            var job = _list.Jobs[i];
            await _run.WaitWhilePausedAsync(cancellationToken);
            _progress.Begin(job, i);
            if (_state.IsDone(job))
                _skipped++;
            else
                await RunAsync(job, cancellationToken);
            _progress.End(job);
        }

        foreach (var failed in _failed)
            _run.Publish(new MessageEvent(failed.Reason, IsWarning: true));
        if (_skipped > 0)
            _run.Publish(new MessageEvent($"{_skipped} done before."));
        if (_list.OtherFiles > 0)
            _run.Publish(new MessageEvent($"{_list.OtherFiles} files of other kinds were left alone: pictures end in {PictureFormats.Endings}."));
        return new TaskResult(ToJson(), Succeeded: _failed.Count == 0);
    }

    private async Task RunAsync(Job job, CancellationToken cancellationToken)
    {
        try
        {
            var report = _options.Preview ? _upscaler.Preview(job, cancellationToken) : await _upscaler.RunAsync(job, cancellationToken);
            _done.Add(report);
            _state.Add(job);
            foreach (var note in report.Notes)
                _run.Publish(new MessageEvent(note));
            Warn(report);
            _run.Publish(new MessageEvent(report.ToLine()));
        }
        catch (CozException e) when (e is OutputException or StateException)
        {
            throw new CozException(_list.Jobs.Count == 1 ? e.Message : $"{e.Message} {_done.Count + _skipped} of {_list.Jobs.Count} pictures are done; --resume goes on.", e);
        }
        catch (CozException e) when (IsFolder)
        {
            _failed.Add(new FailedJob(job.Input, e.Message));
        }
    }

    private void Warn(PictureReport report)
    {
        if (!report.IsPeakExact && !_isPeakDoubted)
        {
            _isPeakDoubted = true;
            _run.Publish(new MessageEvent("This system does not count a process's peak of memory anew: it is looked at 500 times a second instead. What was measured so is taken a quarter higher, and --memory may be passed for moments.", IsWarning: true));
        }

        if (_isWarned || !_planner.IsInexact || report.Plan.Tiles == 1 || _options.Preview)
            return;
        _isWarned = true;
        _run.Publish(new MessageEvent($"{_model.Name} is changed by tiles: {TilingEffect.Of(_model.Decoder) ?? "its encoder looks at the whole image."} {report.Job.Name} was cut into {report.Plan.Tiles} tiles; more --memory makes fewer.", IsWarning: true));
    }

    // What a run began with stays, when it is resumed as well.
    private MemoryModel Taken(GridQueries grid, CancellationToken cancellationToken)
    {
        var steps = MemoryModel.StepsOf(grid);
        if (_state.Settings.Models.TryGetValue(steps, out var known) && known.IsSound)
            return known;
        var taken = _calibrations.Of(_model, grid, _run.Device, _state.Settings.Threads, () => new Calibration(_model, grid, _run.Device).Measure(cancellationToken));
        _state.Measured(steps, taken);
        return taken;
    }

    private JsonObject ToJson() => new()
    {
        ["model"] = _model.Name,
        ["memory_bytes"] = _state.Settings.Memory,
        ["loaded_bytes"] = _baseline,
        ["threads"] = _state.Settings.Threads,
        ["pictures"] = new JsonArray([.. _done.Select(report => (JsonNode)report.ToJson(_baseline))]),
        ["done_before"] = _skipped,
        ["failed"] = new JsonArray([.. _failed.Select(failed => (JsonNode)new JsonObject { ["input"] = failed.Input, ["reason"] = failed.Reason })]),
    };
}
