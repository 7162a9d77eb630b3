using System.Globalization;
using Coz.Contracts;
using Coz.Contracts.Devices;
using Coz.Toolkit;

namespace Coz.Plugins.SimulatedRig;

/// <summary>
/// The simulated camera: renders what its lens sees of a scene, with the blur, light fall-off, distortion, noise and colour filters of
/// a real one, and keeps the pictures on a card that outlives the process. The true geometry of each picture stands in a folder of its own.
/// </summary>
[Plugin("simulated", Summary = "A simulated camera before a photo, a mosaic or a procedural scene; the true warps are known; faults on request")]
public sealed class SimulatedCamera : Camera
{
    // Highlights stay clear of the well when the light drifts.
    private const double Nominal = 0.8;

    private static readonly string[] ReadOnlyKeys = ["availableshots", "lensname", WidthProperty, HeightProperty];

    private readonly SimulatedCameraOptions _options;
    private readonly SimulatedWorld _world;
    private readonly Card _card;
    private readonly CameraSettings _settings = new();
    private readonly Lazy<SceneLayout> _layout;
    private readonly Lazy<IScene> _scene;
    private readonly long _seed;

    /// <summary>Puts the camera into its world.</summary>
    /// <param name="options">The camera.</param>
    /// <param name="context">The rig.</param>
    public SimulatedCamera(SimulatedCameraOptions options, RigContext context)
        : base(options, context)
    {
        _options = options;
        _world = SimulatedWorld.Of(context, options.World);
        _card = new Card(_world.Folder);

        // A photo that cannot be read is tried again: somebody may have mended it.
        _layout = new Lazy<SceneLayout>(() => SceneLayout.Of(options), LazyThreadSafetyMode.PublicationOnly);
        _scene = new Lazy<IScene>(() => SceneOf(options.SceneSeed), LazyThreadSafetyMode.PublicationOnly);
        _seed = (long)Chance.Bits(context.Seed, options.Seed);
    }

    /// <inheritdoc/>
    public override IEnumerable<string> Check(RigPlan? plan)
    {
        foreach (var photo in _options.Scene.Where(photo => !File.Exists(photo)))
            yield return $"camera:scene {photo} does not exist.";
        if (_options.Scene.Any(photo => !File.Exists(photo)))
            yield break;
        var (layout, fault) = Layout();
        if (fault is not null)
            yield return $"camera:scene: {fault}";
        if (layout is { DetailRatio: < 0.999 })
            yield return string.Create(CultureInfo.InvariantCulture, $"camera:width {layout.Width}: at {_options.Longest:0.#} mm a pixel would see only {layout.DetailRatio:0.00} samples of {Path.GetFileName(_options.Scene[0])}, a blurred enlargement: leave width out (frames of {(int)(layout.Width * layout.DetailRatio / 2) * 2} pixels), give several photos for a mosaic, or leave scene out for a procedural one.");
        if (plan is not null && (plan.FocalFrom < _options.Widest * 0.97 || plan.FocalTo > _options.Longest * 1.001))
            yield return string.Create(CultureInfo.InvariantCulture, $"camera: the scene is laid out for {_options.Widest:0.##} to {_options.Longest:0.##} mm, and the sweep goes from {plan.FocalFrom:0.##} to {plan.FocalTo:0.##} mm: set camera:widest and camera:longest.");
    }

    /// <inheritdoc/>
    protected override Task<DeviceIdentity> ConnectCoreAsync(CancellationToken cancellationToken)
    {
        _card.RemoveLeftovers();

        // A kill may come between a picture and its count. Once released it could no longer be counted, and its number would be given twice.
        if (_card.Newest is var newest && newest > _world.State.Exposures)
            _world.Change(state => state with { Exposures = newest });
        return Task.FromResult(new DeviceIdentity("COZ", "simulated R10", SerialNumber.Of(_options, Context.Seed), "1"));
    }

    /// <inheritdoc/>
    protected override Task DisconnectCoreAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    protected override Task<IReadOnlyList<DeviceProperty>> DescribeCoreAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<DeviceProperty>>(
    [
        .. _settings.Describe(),
        .. ReadOnlyKeys.Select(key => new DeviceProperty(key, key == "lensname" ? PropertyType.Text : PropertyType.Number, Fact(key)) { IsReadOnly = true }),
    ]);

    /// <inheritdoc/>
    protected override Task<string> GetCoreAsync(string key, CancellationToken cancellationToken) =>
        Task.FromResult(ReadOnlyKeys.Contains(key) ? Fact(key) : _settings.Get(key));

    /// <inheritdoc/>
    protected override Task SetCoreAsync(string key, string value, CancellationToken cancellationToken)
    {
        if (ReadOnlyKeys.Contains(key))
            throw new DeviceException(FaultKind.Rejected, $"camera: {key} is read-only.");
        _settings.Set(key, value);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override async Task<ExposureTicket> ExposeCoreAsync(CancellationToken cancellationToken)
    {
        var exposure = _world.State.Exposures + 1;
        var faults = _options.Faults;
        if (_world.IsDue("busy", faults.BusyAt, exposure, faults.BusyTimes))
            throw new DeviceException(FaultKind.Busy, "camera: Device busy (0x2019); nothing was taken.");
        if (_world.IsDue("card full", faults.CardFullAt, exposure))
            throw new DeviceException(FaultKind.CardFull, $"camera: Memory card full before exposure {exposure}; nothing was taken. Release some, or change the card.");
        if (_card.Count >= _options.CardCapacity)
            throw new DeviceException(FaultKind.CardFull, $"camera: Memory card full: it holds {_options.CardCapacity} pictures; nothing was taken. Release some, or change the card.");
        if (_world.IsDue("hang", faults.HangAt, exposure))
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        if (_world.IsDue("setting", faults.SettingChangesAt, exposure))
            _settings.KnockDial();
        if (_settings.Shutter > 0.05)
            await Task.Delay(TimeSpan.FromSeconds(_settings.Shutter), Context.Time, cancellationToken);
        var ticket = Take(exposure, cancellationToken);
        return _world.IsDue("unplug", faults.UnplugAt, exposure)
            ? throw new DeviceException(FaultKind.Unplugged, $"camera: the cable was pulled during exposure {exposure}: plug it in and connect again; the picture is on the card.")
            : ticket;
    }

    /// <inheritdoc/>
    protected override Task<IReadOnlyList<ExposureTicket>> ListCoreAsync(CancellationToken cancellationToken) => Task.FromResult(_card.List());

    /// <inheritdoc/>
    protected override async Task TransferCoreAsync(ExposureTicket ticket, Stream destination, CancellationToken cancellationToken)
    {
        const int piece = 1 << 16;
        var bytes = _card.Read(ticket);
        var exposure = int.Parse(ticket.Id[4..8], CultureInfo.InvariantCulture);
        var isPulled = _world.IsDue("unplug transfer", _options.Faults.UnplugTransferAt, exposure);
        var isFull = _world.IsDue("disk full", _options.Faults.DiskFullAt, exposure);
        var end = isPulled || isFull || _world.IsDue("truncate", _options.Faults.TruncateAt, exposure) ? bytes.Length / 2 : bytes.Length;
        for (var at = 0; at < end; at += piece)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await destination.WriteAsync(bytes.AsMemory(at, Math.Min(piece, end - at)), cancellationToken);
        }

        if (isFull)
            throw new DeviceException(FaultKind.DiskFull, $"The transfer of {ticket.FileName} cannot be written after {end} bytes, and the exposure is still on the camera: the disk is full; free some space.");
        if (isPulled)
            throw new DeviceException(FaultKind.Unplugged, $"camera: the cable was pulled during the transfer of {ticket.FileName}: plug it in and connect again.");
    }

    /// <inheritdoc/>
    protected override Task ReleaseCoreAsync(ExposureTicket ticket, CancellationToken cancellationToken)
    {
        _card.Delete(ticket);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override Task AbortCoreAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private ExposureTicket Take(int exposure, CancellationToken cancellationToken)
    {
        var ring = _world.HasLens ? _world.State.Ring : _world.Optics.PrintedTable().PositionOf(Math.Clamp(_options.Widest, _world.Lens.FocalFrom, _world.Lens.FocalTo));
        var (spec, truth) = Plan(exposure, ring);
        var electrons = new FrameRenderer(spec).Render(cancellationToken);
        var jpeg = new Developer(spec).Develop(electrons, cancellationToken);
        var focal = Told(exposure, _world.Optics.FocalAt(ring));

        // The simulation's own clock: a frame's bytes must not depend on when it is computed.
        var time = new DateTimeOffset(2026, 1, 1, 20, 0, 0, TimeSpan.Zero).AddSeconds(10 * exposure);
        var facts = new ExifFacts("COZ", "simulated R10", Fact("lensname"), time, _settings.Shutter, _settings.Aperture, _settings.Iso, focal, spec.Geometry.Width, spec.Geometry.Height);
        var picture = ExifBlock.Insert(jpeg, facts);
        if (_options.Faults.DamageAt.Contains(exposure))
            picture = picture[..(picture.Length * 9 / 10)];
        cancellationToken.ThrowIfCancellationRequested();
        var name = Card.NameOf(exposure);
        var ticket = _card.Keep(name, picture, truth with { FileName = name, Sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(picture)) }, time, Notes(focal));
        _world.Change(state => state with { Exposures = exposure, LastFocal = focal });
        return ticket;
    }

    private (FrameSpec Spec, FrameTruth Truth) Plan(int exposure, double ring)
    {
        var faults = _options.Faults;
        var layout = _layout.Value;
        var hunting = _settings.IsManualFocus ? 0 : Chance.Signed(_seed, exposure, 1);
        var isWrongSize = faults.WrongSizeAt.Contains(exposure);
        var aspect = isWrongSize ? 9 / 16.0 : _settings.Aspect;
        var geometry = Cut(_world.Optics.GeometryAt(ring, layout.Width, layout.Height, 0.003 * hunting), aspect);
        var drift = _options.Drift * 0.5 * Chance.Smooth(0.4 * exposure, _seed, 2);
        var flicker = Math.Log2(1 + (_options.Flicker / 100 * Chance.Signed(_seed, exposure, 3)));
        var jump = faults.ExposureJumpAt.Contains(exposure) ? faults.ExposureJump : 0;
        var light = drift + flicker + jump;
        var settings = _settings.Shutter * 60 * (64 / (_settings.Aperture * _settings.Aperture));
        var (centre, corner) = _world.Optics.DefocusAt(ring);
        var isOther = faults.OtherSceneAt.Contains(exposure);
        var spec = new FrameSpec
        {
            Scene = isOther ? SceneOf(_options.SceneSeed + 7919, isProcedural: true) : _scene.Value,
            SamplesPerTangent = layout.SamplesPerTangent,
            Geometry = geometry,
            Aperture = _settings.Aperture,
            Defocus = (centre + (Math.Abs(hunting) * SensorFormat.Pitch), corner + (Math.Abs(hunting) * SensorFormat.Pitch)),
            Vignetting = _world.Optics.VignettingAt(ring, _settings.Aperture),
            Exposure = Nominal * settings * Math.Pow(2, light),
            Gain = _settings.Iso / 100.0,
            FullWell = _options.FullWell,
            ReadNoise = _options.ReadNoise,
            Temperature = _settings.Temperature,
            Quality = _settings.Quality,
            Seed = Chance.Bits(_seed, exposure, 4),
            Parallax = faults.ParallaxAt.Contains(exposure) ? faults.ParallaxPixels : 0,
            IsFlatSky = faults.FlatSkyAt.Contains(exposure),
            MovingPart = faults.MovingPatchAt.Contains(exposure) ? faults.MovingPart : 0,
        };
        var truth = new FrameTruth("", "", _world.Optics.FocalAt(ring), geometry, light, [.. Names(exposure)]);
        return (spec, truth);
    }

    private IEnumerable<string> Names(int exposure)
    {
        var faults = _options.Faults;
        (string Name, IReadOnlyList<int> At)[] visible =
        [
            ("damage", faults.DamageAt), ("wrong_size", faults.WrongSizeAt), ("exposure_jump", faults.ExposureJumpAt), ("parallax", faults.ParallaxAt),
            ("flat_sky", faults.FlatSkyAt), ("moving_patch", faults.MovingPatchAt), ("other_scene", faults.OtherSceneAt),
        ];
        return visible.Where(fault => fault.At.Contains(exposure)).Select(fault => fault.Name);
    }

    // Fewer rows about the same centre; the distortion keeps its shape, though its radius is counted by another diagonal.
    private static FrameGeometry Cut(FrameGeometry whole, double aspect)
    {
        var height = Math.Min(whole.Height, SceneLayout.Even(whole.Width * aspect));
        if (height == whole.Height)
            return whole;
        var ratio = ((double)whole.Width * whole.Width + ((double)height * height)) / (((double)whole.Width * whole.Width) + ((double)whole.Height * whole.Height));
        return whole with { Height = height, CentreY = whole.CentreY - ((whole.Height - height) / 2.0), K1 = whole.K1 * ratio, K2 = whole.K2 * ratio * ratio };
    }

    private double Told(int exposure, double focal)
    {
        if (_options.Faults.ExifStuckAt.Contains(exposure) && _world.State.LastFocal > 0)
            return _world.State.LastFocal;
        var step = _options.ExifStep > 0 ? _options.ExifStep : 0.01;
        return Math.Round(focal / step) * step;
    }

    private Dictionary<string, string> Notes(double focal) => new()
    {
        ["scene"] = _options.Scene.Count == 0 ? $"procedural {_options.SceneSeed}" : string.Join(", ", _options.Scene.Select(Path.GetFileName)),
        ["detail_ratio"] = _layout.Value.RatioAt(focal).ToString("0.00", CultureInfo.InvariantCulture),
    };

    private string Fact(string key) => key switch
    {
        "availableshots" => Math.Max(0, _options.CardCapacity - _card.Count).ToString(CultureInfo.InvariantCulture),
        WidthProperty => _layout.Value.Width.ToString(CultureInfo.InvariantCulture),
        HeightProperty => Math.Min(_layout.Value.Height, SceneLayout.Even(_layout.Value.Width * _settings.Aspect)).ToString(CultureInfo.InvariantCulture),
        _ => string.Create(CultureInfo.InvariantCulture, $"simulated {_world.Lens.FocalFrom:0.#}-{_world.Lens.FocalTo:0.#} mm"),
    };

    private (SceneLayout? Layout, string? Fault) Layout()
    {
        try
        {
            return (_layout.Value, null);
        }
        catch (CozException e)
        {
            return (null, e.Message);
        }
    }

    private IScene SceneOf(int seed, bool isProcedural = false) => isProcedural || _options.Scene.Count == 0
        ? new ProceduralScene((long)Chance.Bits(seed), _layout.Value.Width * _options.Longest / _options.Widest)
        : new PhotoScene(_options.Scene, seed);
}
