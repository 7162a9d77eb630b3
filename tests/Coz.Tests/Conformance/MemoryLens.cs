using Coz.Contracts.Devices;

namespace Coz.Tests.Conformance;

/// <summary>A lens in memory that keeps its contract, or breaks one promise of it.</summary>
internal sealed class MemoryLens(LensBreak broken, RigContext context) : ZoomLens(new Options(), context)
{
    private readonly Lock _gate = new();
    private double _position;
    private bool _wasConnected;

    public override LensCapabilities Capabilities => new()
    {
        Unit = "deg",
        TravelFrom = 0,
        TravelTo = _wasConnected && broken == LensBreak.ChangesItsTravel ? 60 : 90,
        Resolution = 0.05,
        CanHome = broken != LensBreak.CanNeverMove,
    };

    protected override Task<DeviceIdentity> ConnectCoreAsync(CancellationToken cancellationToken)
    {
        _wasConnected = true;
        return Task.FromResult(new DeviceIdentity("COZ", "memory"));
    }

    protected override Task DisconnectCoreAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override Task<IReadOnlyList<DeviceProperty>> DescribeCoreAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<DeviceProperty>>([]);

    protected override Task<string> GetCoreAsync(string key, CancellationToken cancellationToken) => throw new DeviceException(FaultKind.Rejected, "unknown");

    protected override Task SetCoreAsync(string key, string value, CancellationToken cancellationToken) => throw new DeviceException(FaultKind.Rejected, "unknown");

    protected override Task HomeCoreAsync(CancellationToken cancellationToken)
    {
        Put(broken == LensBreak.HomesOutsideItsTravel ? -3 : 0);
        return Task.CompletedTask;
    }

    protected override async Task MoveCoreAsync(double position, CancellationToken cancellationToken)
    {
        var token = broken == LensBreak.RunsOnAfterAStop ? CancellationToken.None : cancellationToken;
        var walk = WalkAsync(position, token);
        if (broken == LensBreak.ReturnsBeforeItArrives)
            return;
        await (broken == LensBreak.RunsOnAfterAStop ? walk.WaitAsync(cancellationToken) : walk);
    }

    protected override Task StopCoreAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override Task<double> PositionCoreAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
            return Task.FromResult(_position);
    }

    private async Task WalkAsync(double position, CancellationToken cancellationToken)
    {
        var from = await PositionCoreAsync(default);
        for (var tick = 1; tick <= 60; tick++)
        {
            await Task.Delay(5, cancellationToken);
            Put(from + ((position - from) * tick / 60));
        }
    }

    private void Put(double position)
    {
        lock (_gate)
            _position = position;
    }

    private sealed record Options : DeviceOptions;
}
