using System.Threading.Channels;

namespace Coz.Plugins.Train;

/// <summary>Gives batches in the order of their steps, made ahead by worker threads; a bounded channel keeps them from running away.</summary>
internal sealed class BatchStream : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<Task<Batch>> _ahead;
    private readonly Task _producer;

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
        {
            // Its fault, if it has one, is of a step that never comes.
            batch.ContinueWith(
                made =>
                {
                    if (made.IsCompletedSuccessfully)
                        made.Result.Dispose();
                    else
                        _ = made.Exception;
                },
                TaskScheduler.Default).Wait();
        }

        _stop.Dispose();
    }

    private async Task<Batch> NextAsync(CancellationToken cancellationToken)
    {
        var batch = await _ahead.Reader.ReadAsync(cancellationToken);
        return await batch.WaitAsync(cancellationToken);
    }
}
