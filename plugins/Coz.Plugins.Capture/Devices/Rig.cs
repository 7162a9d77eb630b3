using System.Globalization;
using Coz.Contracts;
using Coz.Contracts.Devices;
using Polly;
using Polly.Retry;

namespace Coz.Plugins.Capture;

/// <summary>A camera and a lens in use: connecting both, approaching from one side, asking a busy device again.</summary>
internal sealed class Rig : IAsyncDisposable
{
    private readonly RigOptions _options;
    private readonly RigContext _context;
    private readonly ResiliencePipeline _patience;
    private bool _hasPlayTakenUp;
    private bool _standsAsTold = true;

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
            await PatientlyAsync(device.ConnectAsync, cancellationToken);
        }
    }

    /// <summary>Sets the settings that must not change, and compares what the camera reads back.</summary>
    public ValueTask<IReadOnlyDictionary<string, string>> LockAsync(CancellationToken cancellationToken) => PatientlyAsync(token => Settings.LockAsync(Camera, token), cancellationToken);

    /// <summary>Reads them: the values, and in a line what has changed.</summary>
    public ValueTask<(IReadOnlyDictionary<string, string> Values, string? Changed)> ReadSettingsAsync(CancellationToken cancellationToken) => PatientlyAsync(token => Settings.ReadAsync(Camera, token), cancellationToken);

    /// <summary>The size of pictures as the camera describes it now; null if it does not.</summary>
    public async Task<(int Width, int Height)?> FrameSizeAsync(CancellationToken cancellationToken)
    {
        var properties = await PatientlyAsync(Camera.DescribeAsync, cancellationToken);
        return Pixels(Camera.WidthProperty) is { } width && Pixels(Camera.HeightProperty) is { } height ? (width, height) : null;

        int? Pixels(string key) => int.TryParse(properties.FirstOrDefault(property => property.Key == key)?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var pixels) && pixels > 0 ? pixels : null;
    }

    /// <summary>Makes the lens's position known if it is not.</summary>
    public async Task EnsurePositionAsync(CancellationToken cancellationToken)
    {
        if (!Lens.IsPositionKnown)
            await HomeAsync(cancellationToken);
    }

    /// <summary>Finds the position anew: by homing, or, where the lens cannot, by what the ring was turned to by hand. A lens with an encoder that cannot home knows it anyway.</summary>
    /// <exception cref="DeviceException">PositionUnknown: somebody has to turn the ring first.</exception>
    public async Task HomeAsync(CancellationToken cancellationToken)
    {
        _hasPlayTakenUp = false;
        if (Lens.Capabilities.CanHome)
            await PatientlyAsync(Lens.HomeAsync, cancellationToken);
        else if (!Lens.IsPositionKnown)
            await DeclareAsync(cancellationToken);
    }

    /// <summary>Somebody was asked to turn the ring, and has said to go on.</summary>
    public void RingWasTurned() => _standsAsTold = true;

    /// <summary>Goes to a position from below, so that play between motor and ring is always on the same side, and waits until nothing swings.</summary>
    public async Task<LensPosition> ApproachAsync(double position, CancellationToken cancellationToken)
    {
        var lens = Lens.Capabilities;
        var overshoot = _options.Overshoot ?? (2 * lens.Backlash);
        var here = await PatientlyAsync(Lens.GetPositionAsync, cancellationToken);
        var isFarBelow = here.Value <= position - overshoot;
        var isBelow = here.Value < position - (lens.Resolution / 2);

        // Not until this approach has ended: one that is cut off may leave the play on the other side.
        var isTaken = _hasPlayTakenUp;
        _hasPlayTakenUp = false;
        if (overshoot > 0 && !isFarBelow && !(isBelow && isTaken))
            await MoveAsync(Math.Max(lens.TravelFrom, position - overshoot), cancellationToken);
        var reached = await MoveAsync(position, cancellationToken);
        _hasPlayTakenUp = true;
        if (_options.Settle > 0)
            await Task.Delay(TimeSpan.FromSeconds(_options.Settle), _context.Time, cancellationToken);
        return reached;
    }

    /// <summary>Does something to a device, again after a while as long as it is busy.</summary>
    public ValueTask<T> PatientlyAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        _patience.ExecuteAsync(async token => await work(token), cancellationToken);

    /// <summary>The same, for what gives nothing back.</summary>
    public ValueTask PatientlyAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken) =>
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

    private ValueTask<LensPosition> MoveAsync(double position, CancellationToken cancellationToken) => PatientlyAsync(token => Lens.MoveToAsync(position, token), cancellationToken);

    // Once for each time that somebody has turned the ring: after a fault it stands anywhere.
    private async Task DeclareAsync(CancellationToken cancellationToken)
    {
        if (!Lens.Capabilities.CanDeclare || _options.StandsAt is not { } position)
            throw new DeviceException(FaultKind.PositionUnknown, $"lens: it does not know where it stands and cannot find its zero: set task:stands_at ({Lens.Capabilities.Unit}), and turn the ring there by hand.");
        if (!_standsAsTold)
            throw new DeviceException(FaultKind.PositionUnknown, string.Create(CultureInfo.InvariantCulture, $"lens: it does not know where it stands any more and cannot find its zero: turn the ring to {position:0.###} {Lens.Capabilities.Unit} by hand (task:stands_at), then let the run go on."));
        _standsAsTold = false;
        await PatientlyAsync(token => Lens.DeclarePositionAsync(position, token), cancellationToken);
    }
}
