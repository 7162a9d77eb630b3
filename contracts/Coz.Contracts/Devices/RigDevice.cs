namespace Coz.Contracts.Devices;

/// <summary>
/// A camera or a lens. The public methods keep the rules, so that a driver writes Core methods only: nothing but connecting works
/// unconnected, one operation at a time, each within its deadline and cancellable, every fault a <see cref="DeviceException"/>, and
/// no silent reconnect: after <see cref="FaultKind.Unplugged"/> only disconnecting and connecting again help.
/// </summary>
/// <remarks>
/// Core methods run on a thread of the pool, so they may block; they should end soon after their token is signalled. What does not
/// end within its deadline and the grace is left behind, and the device counts as faulted.
/// </remarks>
public abstract partial class RigDevice : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private DeviceState _state = DeviceState.Disconnected;
    private FaultKind? _fault;
    private bool _isDisposed;

    /// <summary>Sets the device up; nothing is opened yet.</summary>
    /// <param name="options">The driver's options.</param>
    /// <param name="context">The rig it belongs to.</param>
    protected RigDevice(DeviceOptions options, RigContext context) => (Deadlines, Context) = (options.Deadlines, context);

    /// <summary>Raised when the state changes or a fault is seen, from any thread; a handler must return at once.</summary>
    public event EventHandler<DeviceHealth>? HealthChanged;

    /// <summary>Which device answers; null while it is not connected.</summary>
    public DeviceIdentity? Identity { get; private set; }

    /// <summary>Its state.</summary>
    public DeviceState State
    {
        get
        {
            lock (_gate)
                return _state;
        }
    }

    /// <summary>How long operations may take.</summary>
    protected DeviceDeadlines Deadlines { get; }

    /// <summary>The rig it belongs to.</summary>
    protected RigContext Context { get; }

    /// <summary>The word for the device in messages: its kind.</summary>
    protected abstract string Noun { get; }

    /// <summary>
    /// Checks, without connecting or moving anything, that the device can do its part: files and ports exist, the plan lies within
    /// what it can do. Called by <c>coz validate</c>.
    /// </summary>
    /// <param name="plan">What is planned; null if nothing is known of it.</param>
    /// <returns>One message a fault, each naming the option at fault; empty when all is well.</returns>
    public virtual IEnumerable<string> Check(RigPlan? plan) => [];

    /// <summary>Connects; at once if it is connected.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="DeviceException">It cannot be connected; it is closed again.</exception>
    public async Task ConnectAsync(CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            if (_state is DeviceState.Ready or DeviceState.Busy)
                return;
        }

        // A refusal throws here, and leaves alone what another caller has opened.
        var opening = OperateAsync("connect", Deadlines.Connect, ConnectCoreAsync, Rules.Opening, cancellationToken);
        try
        {
            var identity = await opening;
            Identity = identity;
            OnConnected();
            ChangeState(DeviceState.Ready, $"connected: {identity}");
        }
        catch
        {
            await CloseAsync(CancellationToken.None);
            throw;
        }
    }

    /// <summary>Disconnects, from any state; what goes on is interrupted.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task DisconnectAsync(CancellationToken cancellationToken = default)
    {
        Interrupt();
        await IdleAsync(cancellationToken);
        if (State != DeviceState.Disconnected)
            await CloseAsync(cancellationToken);
    }

    /// <summary>All properties, as they are now.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The properties, each key once.</returns>
    /// <exception cref="DeviceException">They cannot be read.</exception>
    public Task<IReadOnlyList<DeviceProperty>> DescribeAsync(CancellationToken cancellationToken = default) =>
        OperateAsync("describe", Deadlines.Describe, DescribeCoreAsync, Rules.Exclusive, cancellationToken);

    /// <summary>Reads a property.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Its value.</returns>
    /// <exception cref="DeviceException">There is no such property (Rejected), or it cannot be read.</exception>
    public Task<string> GetAsync(string key, CancellationToken cancellationToken = default) =>
        OperateAsync($"get {key}", Deadlines.Property, token => GetCoreAsync(key, token), Rules.Exclusive, cancellationToken);

    /// <summary>Sets a property, then reads it: cameras accept values without a word and do something else.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="value">The value.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The value read back from the device: compare it.</returns>
    /// <exception cref="DeviceException">The property is unknown or read-only, or the value is refused (Rejected), or the device failed.</exception>
    public Task<string> SetAsync(string key, string value, CancellationToken cancellationToken = default) => OperateAsync(
        $"set {key}",
        Deadlines.Property,
        async token =>
        {
            await SetCoreAsync(key, value, token);
            return await GetCoreAsync(key, token);
        },
        Rules.Exclusive,
        cancellationToken);

    /// <summary>Disconnects and lets go of everything; never throws for a device's fault.</summary>
    /// <returns>A task that ends when all is closed.</returns>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_isDisposed)
                return;
        }

        await DisconnectAsync(CancellationToken.None);
        lock (_gate)
            _isDisposed = true;
        await DisposeCoreAsync();
        _interrupt.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Opens the connection and asks who is there.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Who answers.</returns>
    protected abstract Task<DeviceIdentity> ConnectCoreAsync(CancellationToken cancellationToken);

    /// <summary>Closes whatever is open, also after a connection that failed half-way; the port must be free afterwards.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when all is closed.</returns>
    protected abstract Task DisconnectCoreAsync(CancellationToken cancellationToken);

    /// <summary>Asks the device for its properties.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The properties.</returns>
    protected abstract Task<IReadOnlyList<DeviceProperty>> DescribeCoreAsync(CancellationToken cancellationToken);

    /// <summary>Asks the device for a value; never answers from memory what the device was told.</summary>
    /// <param name="key">The property.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Its value.</returns>
    protected abstract Task<string> GetCoreAsync(string key, CancellationToken cancellationToken);

    /// <summary>Tells the device a value.</summary>
    /// <param name="key">The property.</param>
    /// <param name="value">The value.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the device has answered.</returns>
    protected abstract Task SetCoreAsync(string key, string value, CancellationToken cancellationToken);

    /// <summary>Lets go of what lives longer than a connection.</summary>
    /// <returns>A task that ends when all is let go.</returns>
    protected virtual ValueTask DisposeCoreAsync() => ValueTask.CompletedTask;

    /// <summary>Called when the connection stands, before it is announced.</summary>
    private protected virtual void OnConnected()
    {
    }

    /// <summary>Called for every fault of an operation, before it is thrown.</summary>
    private protected virtual void OnFault(FaultKind kind)
    {
    }

    private async Task CloseAsync(CancellationToken cancellationToken)
    {
        try
        {
            await OperateAsync("disconnect", Deadlines.Disconnect, Nothing(DisconnectCoreAsync), Rules.Closing, cancellationToken);
        }
        catch (CozException)
        {
            // It is gone or silent: there is nothing left to close, and the state below says so.
        }
        finally
        {
            Identity = null;
            ChangeState(DeviceState.Disconnected, "disconnected");
        }
    }
}
