using Coz.Contracts;
using Coz.Contracts.Devices;

namespace Coz.Plugins.FolderRig;

/// <summary>The lens of a folder of captures: its positions are their focal lengths, in mm.</summary>
[Plugin("folder", Summary = "The lens of a folder of real captures: stands at the focal lengths that are there")]
public sealed class FolderLens : ZoomLens
{
    private readonly FolderRigOptions _options;
    private readonly Stand _stand;
    private readonly Lazy<LensCapabilities> _capabilities;

    /// <summary>Takes a folder.</summary>
    /// <param name="options">The folder.</param>
    /// <param name="context">The rig.</param>
    public FolderLens(FolderRigOptions options, RigContext context)
        : base(options, context)
    {
        (_options, _stand) = (options, Stand.Of(context));
        _capabilities = new Lazy<LensCapabilities>(() => CapabilitiesOf(CaptureFolder.Read(options)), LazyThreadSafetyMode.PublicationOnly);
    }

    /// <inheritdoc/>
    public override LensCapabilities Capabilities => _capabilities.Value;

    /// <inheritdoc/>
    public override IEnumerable<string> Check(RigPlan? plan) => CaptureFolder.Faults(Noun, () => _ = _capabilities.Value);

    /// <inheritdoc/>
    protected override Task<DeviceIdentity> ConnectCoreAsync(CancellationToken cancellationToken)
    {
        _stand.FocalLength ??= Capabilities.TravelFrom;
        return Task.FromResult(new DeviceIdentity("COZ", $"folder {Path.GetFileName(_options.Folder)}"));
    }

    /// <inheritdoc/>
    protected override Task DisconnectCoreAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    protected override Task<IReadOnlyList<DeviceProperty>> DescribeCoreAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<DeviceProperty>>([new DeviceProperty("folder", PropertyType.Text, _options.Folder) { IsReadOnly = true }]);

    /// <inheritdoc/>
    protected override Task<string> GetCoreAsync(string key, CancellationToken cancellationToken) => key == "folder"
        ? Task.FromResult(_options.Folder)
        : throw new DeviceException(FaultKind.Rejected, $"lens: there is no property '{key}'; there is folder.");

    /// <inheritdoc/>
    protected override Task SetCoreAsync(string key, string value, CancellationToken cancellationToken) =>
        throw new DeviceException(FaultKind.Rejected, $"lens: {key} cannot be set: the captures are what they are.");

    /// <inheritdoc/>
    protected override Task HomeCoreAsync(CancellationToken cancellationToken) => MoveCoreAsync(Capabilities.TravelFrom, cancellationToken);

    /// <inheritdoc/>
    protected override Task MoveCoreAsync(double position, CancellationToken cancellationToken)
    {
        _stand.FocalLength = position;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override Task StopCoreAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    protected override Task<double> PositionCoreAsync(CancellationToken cancellationToken) => Task.FromResult(_stand.FocalLength ?? Capabilities.TravelFrom);

    private static LensCapabilities CapabilitiesOf(IReadOnlyList<Capture> captures) => new()
    {
        Unit = "mm",
        TravelFrom = captures[0].Position,
        TravelTo = captures[^1].Position,
        Resolution = CaptureFolder.Resolution,
        CanHome = true,
        HasEncoder = true,
        Stops = [.. captures.Select(capture => capture.Position)],
        FocalLengths = new FocalTable(captures.Select(capture => new FocalPoint(capture.Position, capture.Position))),
    };
}
