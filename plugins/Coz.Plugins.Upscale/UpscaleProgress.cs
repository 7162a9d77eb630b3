using System.Diagnostics;
using Coz.Contracts;
using Coz.Plugins.Upscale.Jobs;

namespace Coz.Plugins.Upscale;

/// <summary>How far all pictures together are, in pixels of results: what the time that is left follows from.</summary>
/// <param name="run">Where progress is shown.</param>
/// <param name="jobs">All pictures.</param>
internal sealed class UpscaleProgress(IRunContext run, IReadOnlyList<Job> jobs)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(200);
    private readonly long _total = jobs.Sum(job => job.Result.Pixels);
    private readonly Stopwatch _since = new();
    private long _done;
    private long _before;
    private string _detail = "";

    /// <summary>A picture begins.</summary>
    public void Begin(Job job, int index)
    {
        _before = _done;
        _detail = jobs.Count == 1 ? job.Name : $"{index + 1} of {jobs.Count} {job.Name}";
        Show();
    }

    /// <summary>Pixels were rendered.</summary>
    public void Add(long pixels)
    {
        _done += pixels;
        if (!_since.IsRunning || _since.Elapsed > Shortest)
            Show();
    }

    /// <summary>A picture has ended, or was done before: it counts as a whole.</summary>
    public void End(Job job)
    {
        _done = _before + job.Result.Pixels;
        Show();
    }

    private void Show()
    {
        _since.Restart();
        run.Publish(new ProgressEvent("upscale", Math.Min(_done, _total), _total, _detail));
    }
}
