namespace Coz.Contracts.Devices;

/// <content>When an operation may begin, and what it claims.</content>
public abstract partial class RigDevice
{
    // Seconds; what a deadline of the options may be at most, and as much again for a driver's own.
    private const double Longest = 7200;

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

    /// <summary>Waits until what goes on has ended, at most for the grace and the time to stop a motor.</summary>
    private protected async Task IdleAsync(CancellationToken cancellationToken)
    {
        Task last;
        lock (_gate)
            last = _last;
        try
        {
            await last.WaitAsync(Seconds(Deadlines.Grace + Deadlines.Stop), Context.Time, cancellationToken);
        }
        catch (Exception e) when (e is TimeoutException or CozException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // How it ended is its own caller's business.
        }
    }

    private protected Task OperateAsync(string operation, double deadline, Func<CancellationToken, Task> core, Rules rules, CancellationToken cancellationToken) =>
        OperateAsync(operation, deadline, Nothing(core), rules, cancellationToken);

    /// <param name="operation">Its name in messages.</param>
    /// <param name="deadline">Seconds it may take.</param>
    /// <param name="core">What it does.</param>
    /// <param name="rules">When it is legal.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="halt">Brings the device to rest where it was cut off, late, or failed in motion: a part of the operation; null if nothing moves.</param>
    private protected Task<T> OperateAsync<T>(string operation, double deadline, Func<CancellationToken, Task<T>> core, Rules rules, CancellationToken cancellationToken, Func<Task>? halt = null)
    {
        cancellationToken.ThrowIfCancellationRequested();

        // Before anything is claimed: a timer of such a length cannot be made.
        if (!(deadline > 0 && deadline <= Longest))
            throw new DeviceException(FaultKind.Protocol, FormattableString.Invariant($"{Noun}: {operation} has a deadline of {deadline} s by its driver, expected above 0 and at most {Longest}."));
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

        return RunAsync(operation, deadline, core, rules, ended, halt, interrupt, cancellationToken);
    }

    private static Func<CancellationToken, Task<bool>> Nothing(Func<CancellationToken, Task> core) => async token =>
    {
        await core(token);
        return true;
    };

    private static bool IsBeside(Rules rules) => rules is Rules.Beside or Rules.Emergency;

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

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
