using Coz.Contracts.Devices;
using OpenCvSharp;

namespace Coz.Tests.Conformance;

/// <summary>A camera in memory that keeps its contract, or breaks one promise of it.</summary>
internal sealed class MemoryCamera(CameraBreak broken, RigContext context) : Camera(new Options { Deadlines = new() { Grace = 0.2 } }, context)
{
    private static readonly string[] Speeds = ["100", "200"];
    private static readonly byte[] Jpeg = Picture();
    private readonly List<ExposureTicket> _held = [];
    private readonly Guid _self = Guid.NewGuid();
    private string _iso = "100";
    private int _connections;
    private int _exposures;
    private int _transfers;
    private bool _isStuck;

    protected override Task<DeviceIdentity> ConnectCoreAsync(CancellationToken cancellationToken)
    {
        if (broken == CameraBreak.OpensOnce && _connections > 0)
            throw new IOException("The port is in use.");
        _connections++;
        return Task.FromResult(new DeviceIdentity("COZ", "memory"));
    }

    protected override Task DisconnectCoreAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override Task<IReadOnlyList<DeviceProperty>> DescribeCoreAsync(CancellationToken cancellationToken)
    {
        List<DeviceProperty> properties =
        [
            new("iso", PropertyType.Choice, _iso) { Choices = Speeds },
            new("shots", PropertyType.Number, "9") { IsReadOnly = true },
        ];
        if (broken == CameraBreak.DescribesAKeyTwice)
            properties.Add(properties[0]);
        return Task.FromResult<IReadOnlyList<DeviceProperty>>(properties);
    }

    protected override Task<string> GetCoreAsync(string key, CancellationToken cancellationToken) => Task.FromResult(key switch
    {
        "iso" => _iso,
        "shots" => "9",
        _ => throw new DeviceException(FaultKind.Rejected, "unknown"),
    });

    protected override Task SetCoreAsync(string key, string value, CancellationToken cancellationToken)
    {
        if (key == "shots" && broken == CameraBreak.TakesReadOnlyValues)
            return Task.CompletedTask;
        if (key != "iso" || (!Speeds.Contains(value) && broken != CameraBreak.TakesAnyValue))
            throw new DeviceException(FaultKind.Rejected, "no");
        if (broken != CameraBreak.IgnoresValues)
            _iso = value;
        return Task.CompletedTask;
    }

    protected override async Task<ExposureTicket> ExposeCoreAsync(CancellationToken cancellationToken)
    {
        if (_isStuck)
            throw new DeviceException(FaultKind.Busy, "During shooting or recording");
        try
        {
            await Task.Delay(60, cancellationToken);
        }
        catch (OperationCanceledException) when (broken == CameraBreak.StaysBusyAfterACancel)
        {
            _isStuck = true;
            throw;
        }

        var number = $"{++_exposures}";
        var id = broken switch { CameraBreak.RepeatsIds => "1", CameraBreak.CountsAnewInEveryConnection => number, _ => $"{_self}-{number}" };
        var ticket = new ExposureTicket(id, number + ".JPG", broken == CameraBreak.CutsFiles ? Jpeg.Length - 2 : Jpeg.Length, default);
        _held.Add(ticket);
        return ticket;
    }

    protected override Task<IReadOnlyList<ExposureTicket>> ListCoreAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<ExposureTicket>>([.. _held]);

    protected override async Task TransferCoreAsync(ExposureTicket ticket, Stream destination, CancellationToken cancellationToken)
    {
        if (!_held.Exists(held => held.Id == ticket.Id))
            throw new DeviceException(FaultKind.Rejected, "gone");
        byte[] bytes = [.. Jpeg];
        if (broken == CameraBreak.ChangesBytes)
            bytes[100] = (byte)++_transfers;
        var token = broken == CameraBreak.IgnoresCancels ? CancellationToken.None : cancellationToken;
        await destination.WriteAsync(bytes.AsMemory(0, 2000), token);
        if (broken == CameraBreak.IgnoresCancels)
            await Task.Delay(1500, CancellationToken.None);
        await destination.WriteAsync(bytes.AsMemory(2000, (int)ticket.Length! - 2000), token);
    }

    protected override Task ReleaseCoreAsync(ExposureTicket ticket, CancellationToken cancellationToken)
    {
        if (broken == CameraBreak.ForgetsOnRelease)
            _held.Clear();
        else if (broken != CameraBreak.NeverReleases)
            _held.RemoveAll(held => held.Id == ticket.Id);
        return Task.CompletedTask;
    }

    protected override Task AbortCoreAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // Noise, so that it has some thousand bytes.
    private static byte[] Picture()
    {
        using var noise = new Mat(64, 64, MatType.CV_8UC3);
        Cv2.Randu(noise, new Scalar(0, 0, 0), new Scalar(255, 255, 255));
        return noise.ImEncode(".jpg");
    }

    private sealed record Options : DeviceOptions;
}
