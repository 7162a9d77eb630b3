using Coz.Contracts.Devices;

namespace Coz.Tests.Contracts.Devices;

/// <summary>A camera whose every answer the test decides.</summary>
internal sealed class FakeCamera(RigContext context, DeviceDeadlines? deadlines = null) : Camera(new Options { Deadlines = deadlines ?? new() }, context)
{
    public Func<CancellationToken, Task<DeviceIdentity>> OnConnect { get; set; } = _ => Task.FromResult(new DeviceIdentity("COZ", "fake"));

    public Func<CancellationToken, Task<ExposureTicket>> OnExpose { get; set; } = _ => Task.FromResult(new ExposureTicket("1", "1.JPG", 4, default));

    public Func<Stream, CancellationToken, Task> OnTransfer { get; set; } = (stream, token) => stream.WriteAsync("abcd"u8.ToArray(), token).AsTask();

    public Func<string, string> OnGet { get; set; } = _ => "1";

    public Func<IReadOnlyList<ExposureTicket>> OnList { get; set; } = () => [];

    public Func<IReadOnlyList<DeviceProperty>> OnDescribe { get; set; } = () => [];

    public Action<ExposureTicket> OnRelease { get; set; } = _ => { };

    public int Closed { get; private set; }

    protected override Task<DeviceIdentity> ConnectCoreAsync(CancellationToken cancellationToken) => OnConnect(cancellationToken);

    protected override Task DisconnectCoreAsync(CancellationToken cancellationToken)
    {
        Closed++;
        return Task.CompletedTask;
    }

    protected override Task<IReadOnlyList<DeviceProperty>> DescribeCoreAsync(CancellationToken cancellationToken) => Task.FromResult(OnDescribe());

    protected override Task<string> GetCoreAsync(string key, CancellationToken cancellationToken) => Task.FromResult(OnGet(key));

    protected override Task SetCoreAsync(string key, string value, CancellationToken cancellationToken) => Task.CompletedTask;

    protected override Task<ExposureTicket> ExposeCoreAsync(CancellationToken cancellationToken) => OnExpose(cancellationToken);

    protected override Task<IReadOnlyList<ExposureTicket>> ListCoreAsync(CancellationToken cancellationToken) => Task.FromResult(OnList());

    protected override Task TransferCoreAsync(ExposureTicket ticket, Stream destination, CancellationToken cancellationToken) => OnTransfer(destination, cancellationToken);

    protected override Task ReleaseCoreAsync(ExposureTicket ticket, CancellationToken cancellationToken)
    {
        OnRelease(ticket);
        return Task.CompletedTask;
    }

    protected override Task AbortCoreAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private sealed record Options : DeviceOptions;
}
