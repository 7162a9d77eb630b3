using System.Globalization;
using Coz.Contracts;
using Coz.Contracts.Devices;

namespace Coz.Plugins.FolderRig;

/// <summary>
/// Replays a folder of real captures: an exposure is the photo whose focal length is nearest to where the folder's lens stands, or,
/// with another lens, the next longer one. The folder is only read.
/// </summary>
[Plugin("folder", Summary = "Replays a folder of real captures, by the focal length in their EXIF or name")]
public sealed class FolderCamera : Camera
{
    private readonly FolderRigOptions _options;
    private readonly Stand _stand;
    private readonly Lazy<IReadOnlyList<Capture>> _captures;
    private readonly Dictionary<string, (ExposureTicket Ticket, string Path)> _held = [];
    private int _next;

    /// <summary>Takes a folder.</summary>
    /// <param name="options">The folder.</param>
    /// <param name="context">The rig.</param>
    public FolderCamera(FolderRigOptions options, RigContext context)
        : base(options, context)
    {
        (_options, _stand) = (options, Stand.Of(context));
        _captures = new Lazy<IReadOnlyList<Capture>>(() => CaptureFolder.Read(options), LazyThreadSafetyMode.PublicationOnly);
    }

    /// <inheritdoc/>
    public override IEnumerable<string> Check(RigPlan? plan) => CaptureFolder.Faults(Noun, () => _ = _captures.Value);

    /// <inheritdoc/>
    protected override Task<DeviceIdentity> ConnectCoreAsync(CancellationToken cancellationToken)
    {
        _ = _captures.Value;
        return Task.FromResult(new DeviceIdentity("COZ", $"folder {Path.GetFileName(_options.Folder)}"));
    }

    /// <inheritdoc/>
    protected override Task DisconnectCoreAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    protected override Task<IReadOnlyList<DeviceProperty>> DescribeCoreAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<DeviceProperty>>(
    [
        new DeviceProperty("folder", PropertyType.Text, _options.Folder) { IsReadOnly = true },
        new DeviceProperty("captures", PropertyType.Number, Count) { IsReadOnly = true },
    ]);

    /// <inheritdoc/>
    protected override Task<string> GetCoreAsync(string key, CancellationToken cancellationToken) => Task.FromResult(key switch
    {
        "folder" => _options.Folder,
        "captures" => Count,
        _ => throw new DeviceException(FaultKind.Rejected, $"camera: there is no property '{key}'; there are folder and captures."),
    });

    /// <inheritdoc/>
    protected override Task SetCoreAsync(string key, string value, CancellationToken cancellationToken) =>
        throw new DeviceException(FaultKind.Rejected, $"camera: {key} cannot be set: these pictures were taken long ago. Leave task:settings out.");

    /// <inheritdoc/>
    protected override Task<ExposureTicket> ExposeCoreAsync(CancellationToken cancellationToken)
    {
        var captures = _captures.Value;
        var capture = _stand.FocalLength is { } focal
            ? captures.MinBy(candidate => Math.Abs(Math.Log(candidate.Position / focal)))!
            : captures[_next++ % captures.Count];

        // A link's own length is not the photo's.
        var file = new FileInfo(capture.Path);
        var photo = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
        var ticket = new ExposureTicket($"{Guid.NewGuid():N}", file.Name, photo.Length, photo.LastWriteTime)
        {
            Notes = capture.IsByName ? new Dictionary<string, string> { [ExposureTicket.FocalLengthNote] = capture.FocalLength.ToString(CultureInfo.InvariantCulture) } : new Dictionary<string, string>(),
        };
        lock (_held)
            _held[ticket.Id] = (ticket, capture.Path);
        return Task.FromResult(ticket);
    }

    /// <inheritdoc/>
    protected override Task<IReadOnlyList<ExposureTicket>> ListCoreAsync(CancellationToken cancellationToken)
    {
        lock (_held)
            return Task.FromResult<IReadOnlyList<ExposureTicket>>([.. _held.Values.Select(held => held.Ticket)]);
    }

    /// <inheritdoc/>
    protected override async Task TransferCoreAsync(ExposureTicket ticket, Stream destination, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(PathOf(ticket));
        await file.CopyToAsync(destination, cancellationToken);
    }

    /// <inheritdoc/>
    protected override Task ReleaseCoreAsync(ExposureTicket ticket, CancellationToken cancellationToken)
    {
        PathOf(ticket);
        lock (_held)
            _held.Remove(ticket.Id);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override Task AbortCoreAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private string Count => _captures.Value.Count.ToString(CultureInfo.InvariantCulture);

    private string PathOf(ExposureTicket ticket)
    {
        lock (_held)
            return _held.TryGetValue(ticket.Id, out var held) ? held.Path : throw new DeviceException(FaultKind.Rejected, $"camera: {ticket.FileName} was not taken in this connection.");
    }
}
