namespace Coz.Contracts.Devices;

/// <content>How an operation runs: within its deadline, at rest afterwards, and to a typed end.</content>
public abstract partial class RigDevice
{
    private async Task<T> RunAsync<T>(string operation, double seconds, Func<CancellationToken, Task<T>> core, Rules rules, TaskCompletionSource ended, Func<Task>? halt, CancellationToken interrupt, CancellationToken cancellationToken)
    {
        var rest = halt;
        using var deadline = new CancellationTokenSource(Seconds(seconds), Context.Time);
        using var any = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token, interrupt);
        var token = any.Token;
        var work = Task.Run(() => core(token), CancellationToken.None);
        try
        {
            try
            {
                return await work.WaitAsync(token);
            }
            catch (OperationCanceledException) when (token.IsCancellationRequested)
            {
                var isOver = await EndsWithinGraceAsync(work);
                if (!isOver)
                    Abandon(operation, work);
                await RestAsync();
                cancellationToken.ThrowIfCancellationRequested();
                if (interrupt.IsCancellationRequested)
                    throw new OperationCanceledException($"{Noun}: {operation} was interrupted.");
                throw new DeviceException(FaultKind.Timeout, $"{Noun}: {operation} did not end within {seconds:0.###} s{(isOver ? "" : " and cannot be cancelled: disconnect and connect again")}. See that the device answers, or give it more time: deadlines.");
            }
        }
        catch (Exception e) when (e is not OperationCanceledException || !token.IsCancellationRequested)
        {
            var fault = Typed(operation, e);
            OnFault(fault is DeviceException device ? device.Kind : FaultKind.Protocol);
            if (fault is DeviceException seen)
                Remember(seen.Kind, seen.Message);
            if (fault is DeviceException { Kind: FaultKind.Timeout or FaultKind.Stall or FaultKind.Protocol })
                await RestAsync();
            if (ReferenceEquals(fault, e))
                throw;
            throw fault;
        }
        finally
        {
            Leave(rules);
            ended.SetResult();
        }

        async Task RestAsync()
        {
            if (Interlocked.Exchange(ref rest, null) is { } once)
                await once();
        }
    }

    private CozException Typed(string operation, Exception e) => e switch
    {
        DeviceException or UsageException => (CozException)e,
        CozException => new DeviceException(FaultKind.Protocol, $"{Noun}: {operation}: {FirstLine(e)}", e),
        TimeoutException => new DeviceException(FaultKind.Timeout, $"{Noun}: {operation}: {FirstLine(e)}", e),
        _ => new DeviceException(FaultKind.Protocol, $"{Noun}: {operation}: {e.GetType().Name}: {FirstLine(e)}", e),
    };

    private static string FirstLine(Exception e) => e.Message.ReplaceLineEndings("\n").Split('\n')[0];

    private async Task<bool> EndsWithinGraceAsync(Task work)
    {
        var grace = Task.Delay(Seconds(Deadlines.Grace), Context.Time, CancellationToken.None);
        return await Task.WhenAny(work, grace) == work;
    }

    private void Abandon(string operation, Task work)
    {
        // Its exception, if it ever comes, has nobody to be told to.
        _ = work.ContinueWith(static left => left.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        lock (_gate)
            (_state, _fault) = (DeviceState.Faulted, FaultKind.Timeout);
        Announce($"{Noun}: {operation} never ended", FaultKind.Timeout);
    }
}
