using System.Threading.Channels;

namespace Coz.Plugins.Train;

/// <summary>Gives batches in the order of their steps, made ahead by worker threads; a bounded channel keeps them from running away.</summary>
internal sealed class BatchStream : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<Task<Batch>> _ahead;
    private readonly Task _producer;

    // Out of the channel and not given to anyone yet: a cancelled wait leaves it here.
    private Task<Batch>? _taken;

    /// <summary>Starts making batches.</summary>
    /// <param name="make">Makes the batch of a step.</param>
    /// <param name="first">The first step.</param>
    /// <param name="end">One after the last.</param>
    /// <param name="workers">The threads.</param>
    /// <param name="prefetch">The batches made ahead.</param>
    public BatchStream(Func<long, CancellationToken, Batch> make, long first, long end, int workers, int prefetch)
    {
        _ahead = Channel.CreateBounded<Task<Batch>>(prefetch);
        var scheduler = new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, workers).ConcurrentScheduler;
        _producer = Task.Run(async () =>
        {
            for (var step = first; step < end; step++)
            {
                var mine = step;
                var batch = new Task<Batch>(() => make(mine, _stop.Token));
                await _ahead.Writer.WriteAsync(batch, _stop.Token);
                batch.Start(scheduler);
            }
        });
    }

    /// <summary>The next batch, which the caller disposes. Waits for it.</summary>
    public Batch Next(CancellationToken cancellationToken) => NextAsync(cancellationToken).GetAwaiter().GetResult();

    /// <summary>Ends the workers and drops what they made.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        _producer.ContinueWith(_ => { }, TaskScheduler.Default).Wait();
        while (_ahead.Reader.TryRead(out var batch))
            Drop(batch);
        if (_taken is not null)
            Drop(_taken);
        _stop.Dispose();
    }

    // Its fault, if it has one, is of a step that never comes.
    private static void Drop(Task<Batch> batch) => batch.ContinueWith(
        made =>
        {
            if (made.IsCompletedSuccessfully)
                made.Result.Dispose();
            else
                _ = made.Exception;
        },
        TaskScheduler.Default).Wait();

    private async Task<Batch> NextAsync(CancellationToken cancellationToken)
    {
        _taken = await _ahead.Reader.ReadAsync(cancellationToken);
        var batch = await _taken.WaitAsync(cancellationToken);
        _taken = null;
        return batch;
    }
}
