using Coz.Contracts;
using Coz.Contracts.Devices;
using Polly;
using Polly.Retry;

namespace Coz.Plugins.Capture;

/// <summary>A camera and a lens in use: connecting both, approaching from one side, asking a busy camera again.</summary>
internal sealed class Rig : IAsyncDisposable
{
    private readonly RigOptions _options;
    private readonly RigContext _context;
    private readonly ResiliencePipeline _patience;
    private bool _hasPlayTakenUp;

    public Rig(RigOptions options, IPartFactory parts, RigContext context, Action<string> onRetry)
    {
        (_options, _context) = (options, context);
        Lens = parts.Create(options.Lens, context);
        Camera = parts.Create(options.Camera, context);
        Settings = new LockedSettings(options.Settings);
        _patience = Patience(options, context.Time, onRetry);
    }

    public Camera Camera { get; }

    public ZoomLens Lens { get; }

    public LockedSettings Settings { get; }

    /// <summary>Connects what is not connected. A device that was lost is disconnected first: by now somebody has said to go on.</summary>
    public async Task ConnectAsync(CancellationToken cancellationToken)
    {
        foreach (var device in new RigDevice[] { Camera, Lens })
        {
            if (device.State == DeviceState.Faulted)
                await device.DisconnectAsync(cancellationToken);
            await PatientlyAsync(async token => { await device.ConnectAsync(token); return true; }, cancellationToken);
        }
    }

    /// <summary>Homes the lens if its position is not known.</summary>
    public async Task EnsurePositionAsync(CancellationToken cancellationToken)
    {
        if (!Lens.IsPositionKnown)
            await HomeAsync(cancellationToken);
    }

    public async Task HomeAsync(CancellationToken cancellationToken)
    {
        _hasPlayTakenUp = false;
        if (Lens.Capabilities.CanHome)
            await Lens.HomeAsync(cancellationToken);
    }

    /// <summary>Goes to a position from below, so that play between motor and ring is always on the same side, and waits until nothing swings.</summary>
    public async Task<LensPosition> ApproachAsync(double position, CancellationToken cancellationToken)
    {
        var lens = Lens.Capabilities;
        var overshoot = _options.Overshoot ?? (2 * lens.Backlash);
        var here = await Lens.GetPositionAsync(cancellationToken);
        var isFarBelow = here.Value <= position - overshoot;
        var isBelow = here.Value < position - (lens.Resolution / 2);
        if (overshoot > 0 && !isFarBelow && !(isBelow && _hasPlayTakenUp))
            await Lens.MoveToAsync(Math.Max(lens.TravelFrom, position - overshoot), cancellationToken);
        var reached = await Lens.MoveToAsync(position, cancellationToken);
        _hasPlayTakenUp = true;
        if (_options.Settle > 0)
            await Task.Delay(TimeSpan.FromSeconds(_options.Settle), _context.Time, cancellationToken);
        return reached;
    }

    /// <summary>Does something to a device, again after a while as long as it is busy.</summary>
    public ValueTask<T> PatientlyAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        _patience.ExecuteAsync(async token => await work(token), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Camera.DisposeAsync();
        await Lens.DisposeAsync();
    }

    private static ResiliencePipeline Patience(RigOptions options, TimeProvider time, Action<string> onRetry) => options.Retries == 0
        ? ResiliencePipeline.Empty
        : new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<DeviceException>(fault => fault.Kind == FaultKind.Busy),
                MaxRetryAttempts = options.Retries,
                Delay = TimeSpan.FromSeconds(options.RetryWait),
                BackoffType = DelayBackoffType.Exponential,
                OnRetry = attempt =>
                {
                    onRetry($"{attempt.Outcome.Exception!.Message} Trying again, {attempt.AttemptNumber + 1} of {options.Retries}.");
                    return default;
                },
            })
            .Build();
}
