namespace Coz.Contracts.Devices;

/// <content>How an operation runs: alone, within its deadline, and to a typed end.</content>
public abstract partial class RigDevice
{
    private CancellationTokenSource _interrupt = new();
    private string? _running;
    private Task _last = Task.CompletedTask;

    private protected enum Rules
    {
        /// <summary>Needs a connection, and that nothing else goes on.</summary>
        Exclusive,

        /// <summary>Needs a connection; may go on beside another operation.</summary>
        Beside,

        /// <summary>The same, also where the device counts as faulted: a motor must be stopped whatever else is wrong.</summary>
        Emergency,

        /// <summary>Makes the connection.</summary>
        Opening,

        /// <summary>Ends the connection.</summary>
        Closing,
    }

    /// <summary>Reports what the driver saw by itself: a cable pulled, an alarm raised between two operations.</summary>
    /// <param name="kind">What it is; after Unplugged only disconnecting helps.</param>
    /// <param name="text">One line.</param>
    protected void ReportFault(FaultKind kind, string text)
    {
        OnFault(kind);
        Remember(kind, text);
    }

    /// <summary>Interrupts what goes on: it ends with <see cref="OperationCanceledException"/>.</summary>
    private protected void Interrupt()
    {
        CancellationTokenSource running;
        lock (_gate)
        {
            if (_isDisposed)
                return;
            (running, _interrupt) = (_interrupt, new CancellationTokenSource());
        }

        // Outside the lock: whoever waits may go on at once, on this thread.
        running.Cancel();
        running.Dispose();
    }

    /// <summary>Waits until what goes on has ended, at most for the grace.</summary>
    private protected async Task IdleAsync(CancellationToken cancellationToken)
    {
        Task last;
        lock (_gate)
            last = _last;
        try
        {
            await last.WaitAsync(Seconds(Deadlines.Grace), Context.Time, cancellationToken);
        }
        catch (Exception e) when (e is TimeoutException or CozException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // How it ended is its own caller's business.
        }
    }

    private protected Task OperateAsync(string operation, double deadline, Func<CancellationToken, Task> core, Rules rules, CancellationToken cancellationToken) =>
        OperateAsync(operation, deadline, Nothing(core), rules, cancellationToken);

    private protected Task<T> OperateAsync<T>(string operation, double deadline, Func<CancellationToken, Task<T>> core, Rules rules, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        CancellationToken interrupt;
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            Refuse(operation, rules);
            interrupt = IsBeside(rules) ? CancellationToken.None : _interrupt.Token;
            if (!IsBeside(rules))
                (_running, _last) = (operation, ended.Task);
            if (rules == Rules.Opening)
                _state = DeviceState.Connecting;
            else if (rules == Rules.Exclusive)
                _state = DeviceState.Busy;
        }

        return RunAsync(operation, deadline, core, rules, ended, interrupt, cancellationToken);
    }

    private static Func<CancellationToken, Task<bool>> Nothing(Func<CancellationToken, Task> core) => async token =>
    {
        await core(token);
        return true;
    };

    private static bool IsBeside(Rules rules) => rules is Rules.Beside or Rules.Emergency;

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    private async Task<T> RunAsync<T>(string operation, double seconds, Func<CancellationToken, Task<T>> core, Rules rules, TaskCompletionSource ended, CancellationToken interrupt, CancellationToken cancellationToken)
    {
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
            if (ReferenceEquals(fault, e))
                throw;
            throw fault;
        }
        finally
        {
            Leave(rules);
            ended.SetResult();
        }
    }

    private static CozException Typed(string operation, Exception e) => e switch
    {
        CozException known => known,
        TimeoutException => new DeviceException(FaultKind.Timeout, $"{operation}: {FirstLine(e)}", e),
        _ => new DeviceException(FaultKind.Protocol, $"{operation}: {e.GetType().Name}: {FirstLine(e)}", e),
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

    private void Refuse(string operation, Rules rules)
    {
        if (rules == Rules.Closing)
            return;
        if (_running is { } running && !IsBeside(rules))
            throw new DeviceException(FaultKind.Busy, $"{Noun}: {operation} is refused while {running} goes on; wait for its end, or interrupt it.");
        if (_state == DeviceState.Faulted && rules != Rules.Emergency)
            throw new DeviceException(_fault ?? FaultKind.Unplugged, $"{Noun}: {operation} is refused after {_fault}: disconnect, mend it, and connect again.");
        if (rules != Rules.Opening && _state is DeviceState.Disconnected or DeviceState.Connecting)
            throw new DeviceException(FaultKind.NotConnected, $"{Noun}: {operation} needs a connection: connect first.");
    }

    private void Leave(Rules rules)
    {
        lock (_gate)
        {
            if (IsBeside(rules))
                return;
            _running = null;
            if (_state == DeviceState.Busy)
                _state = DeviceState.Ready;
        }
    }

    private void Remember(FaultKind kind, string text)
    {
        lock (_gate)
        {
            if (kind == FaultKind.Unplugged && _state != DeviceState.Disconnected)
                (_state, _fault) = (DeviceState.Faulted, kind);
        }

        Announce(text, kind);
    }

    private void ChangeState(DeviceState state, string text)
    {
        lock (_gate)
            (_state, _fault) = (state, null);
        Announce(text, null);
    }

    private void Announce(string text, FaultKind? fault) => HealthChanged?.Invoke(this, new DeviceHealth(State, text, fault, Context.Time.GetLocalNow()));
}
