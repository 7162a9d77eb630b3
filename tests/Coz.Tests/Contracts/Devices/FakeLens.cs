using Coz.Contracts.Devices;

namespace Coz.Tests.Contracts.Devices;

/// <summary>A lens whose moves the test decides.</summary>
internal sealed class FakeLens(RigContext context) : ZoomLens(new Options(), context)
{
    public Func<double, CancellationToken, Task> OnMove { get; set; } = (_, _) => Task.CompletedTask;

    public double Position { get; set; }

    /// <summary>Where moves end, whatever their target; null for the target.</summary>
    public double? Reached { get; set; }

    public int Stops { get; private set; }

    public int Homings { get; private set; }

    public List<double> Declared { get; } = [];

    public Func<CancellationToken, Task> OnStop { get; set; } = _ => Task.CompletedTask;

    public Func<double, double> OnDeadline { get; set; } = _ => 60;

    public override LensCapabilities Capabilities => Able;

    public LensCapabilities Able { get; init; } = new() { Unit = "deg", TravelFrom = 0, TravelTo = 90, Resolution = 0.1, CanHome = true };

    protected override Task<DeviceIdentity> ConnectCoreAsync(CancellationToken cancellationToken) => Task.FromResult(new DeviceIdentity("COZ", "fake"));

    protected override Task DisconnectCoreAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override Task<IReadOnlyList<DeviceProperty>> DescribeCoreAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<DeviceProperty>>([]);

    protected override Task<string> GetCoreAsync(string key, CancellationToken cancellationToken) => Task.FromResult("");

    protected override Task SetCoreAsync(string key, string value, CancellationToken cancellationToken) => Task.CompletedTask;

    protected override Task HomeCoreAsync(CancellationToken cancellationToken)
    {
        Homings++;
        Position = 0;
        return Task.CompletedTask;
    }

    protected override async Task MoveCoreAsync(double position, CancellationToken cancellationToken)
    {
        await OnMove(position, cancellationToken);
        Position = Reached ?? position;
    }

    protected override Task StopCoreAsync(CancellationToken cancellationToken)
    {
        Stops++;
        return OnStop(cancellationToken);
    }

    protected override Task DeclareCoreAsync(double position, CancellationToken cancellationToken)
    {
        Declared.Add(position);
        Position = position;
        return Task.CompletedTask;
    }

    protected override double MoveDeadline(double position) => OnDeadline(position);

    protected override Task<double> PositionCoreAsync(CancellationToken cancellationToken) => Task.FromResult(Position);

    private sealed record Options : DeviceOptions;
}
