using Coz.Contracts;
using Coz.Contracts.Devices;
using Coz.Plugins.Capture;
using Coz.Plugins.SimulatedRig;
using Coz.Tests.Contracts.Devices;
using Coz.Toolkit;
using OpenCvSharp;

namespace Coz.Tests.Plugins.Capture;

/// <summary>A camera that says one thing and does another: whole pictures that are no frames, and pictures that it does not give away.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RefusedFrameTests : IDisposable
{
    private static readonly FocalTable Ring = new([new(0, 18), new(90, 150)]);

    private readonly CaptureBench _bench = new();
    private readonly FakeCamera _camera = new(RigContext.Example);
    private readonly FakeLens _lens = new(RigContext.Example) { Able = new LensCapabilities { Unit = "deg", TravelFrom = 0, TravelTo = 90, Resolution = 0.1, HasEncoder = true, FocalLengths = Ring } };
    private readonly List<ExposureTicket> _taken = [];

    public RefusedFrameTests()
    {
        _camera.OnGet = key => key == "iso" ? "100" : "8";
        _camera.OnExpose = _ =>
        {
            _taken.Add(new ExposureTicket($"{_taken.Count + 1}", $"IMG_{_taken.Count + 1}.JPG", null, default));
            return Task.FromResult(_taken[^1]);
        };
        Shows(() => Exif(100));
    }

    public void Dispose() => _bench.Dispose();

    [Test]
    public async Task A_frame_whose_exif_contradicts_a_locked_setting_is_taken_again()
    {
        Shows(() => Exif(_taken.Count == 2 ? 200 : 100));

        await CaptureAsync();

        var rejected = _bench.Session.Entries.OfType<FrameRejected>().Single();
        Assert.That((rejected.Step, rejected.Ticket, rejected.Reason), Is.EqualTo((2, "2", "its EXIF says iso 200 instead of '100'")));
        Assert.That(_bench.Session.Frames.Select(frame => frame.Ticket), Is.EqualTo(new[] { "1", "3", "4", "5" }));
        Assert.That(_bench.Session.Frames.SelectMany(frame => frame.Flags), Is.Empty);
    }

    [Test]
    public async Task A_setting_that_exif_contradicts_every_time_is_a_flag_and_no_end()
    {
        Shows(() => Exif(200));

        await CaptureAsync();

        Assert.That(_bench.Session.IsComplete);
        Assert.That(_bench.Session.Frames.Select(frame => frame.Flags.Single()), Is.EqualTo(Enumerable.Repeat("its EXIF says iso 200 instead of '100'", 4)));
    }

    [TestCase(64, 48, true)]
    [TestCase(48, 64, true)]
    [TestCase(128, 96, false)]
    public async Task The_first_frame_is_held_against_what_the_camera_describes_either_way_round(int width, int height, bool fits)
    {
        _camera.OnDescribe = () => [new DeviceProperty(Camera.WidthProperty, PropertyType.Number, $"{width}"), new DeviceProperty(Camera.HeightProperty, PropertyType.Number, $"{height}")];

        if (fits)
            await CaptureAsync();
        else
            Assert.That(async () => await CaptureAsync(), Throws.InstanceOf<CozException>().With.Message.Contains("is 64x48, expected 128x96, as the camera describes; task:size can say otherwise"));
        Assert.That(_bench.Session.IsComplete, Is.EqualTo(fits));
    }

    [Test]
    public async Task Exif_that_is_missing_contradicts_nothing()
    {
        Shows(Photo);

        await CaptureAsync();

        Assert.That(_bench.Session.Frames.Select(frame => frame.Flags.Single()), Has.Exactly(4).EqualTo("its EXIF says no focal length"));
        Assert.That(_bench.Session.Entries.OfType<FrameRejected>(), Is.Empty);
    }

    [TestCase("102400", null)]
    [TestCase("100", 65535.0)]
    [TestCase("auto", 400.0)]
    [TestCase("200", 200.0)]
    public void What_exif_cannot_tell_contradicts_nothing(string locked, double? told) =>
        Assert.That(new LockedSettings([$"iso={locked}", "aperture=8", "picturestyle=Neutral"]).ContradictedBy(new PhotoExposure(null, null, null, told)), Is.Null);

    [Test]
    public async Task A_recorded_picture_that_is_not_on_the_camera_any_more_is_released()
    {
        _camera.OnRelease = ticket =>
        {
            if (ticket.Id == "2")
                throw new DeviceException(FaultKind.Rejected, $"camera: {ticket.FileName} is not on the card.");
        };

        await CaptureAsync();

        Assert.That(_bench.Session.IsComplete);
        Assert.That(_bench.Session.Entries.OfType<FrameReleased>().Select(released => released.Ticket), Is.EqualTo(new[] { "1", "2", "3", "4" }));
        Assert.That(_bench.Session.Entries.OfType<SessionNote>().Select(note => note.Text), Has.One.StartsWith("step 2: IMG_2.JPG was not deleted on the camera, which does not list it any more: taken for gone (camera: IMG_2.JPG is not on the card"));
    }

    [Test]
    public void A_recorded_picture_that_the_camera_holds_and_does_not_delete_is_told()
    {
        _camera.OnList = () => [.. _taken];
        _camera.OnRelease = ticket => throw new DeviceException(FaultKind.Rejected, $"camera: {ticket.FileName} is write-protected.");

        Assert.That(async () => await CaptureAsync(), Throws.InstanceOf<CozException>().With.Message.Contains("IMG_1.JPG is write-protected").And.Message.Contains("1 of 4 frames are safe"));
        Assert.That(_bench.Session.Entries.OfType<FrameReleased>(), Is.Empty);
    }

    private Task CaptureAsync() => new CaptureTask(CaptureBench.Options() with { OnFault = OnFault.Stop }, new GivenParts(_camera, _lens)).RunAsync(_bench.Run, default);

    private void Shows(Func<byte[]> picture) => _camera.OnTransfer = (stream, token) => stream.WriteAsync(picture(), token).AsTask();

    private byte[] Exif(int iso) => ExifBlock.Insert(Photo(), new ExifFacts("COZ", "fake", "fake zoom", new DateTimeOffset(2026, 1, 1, 20, 0, 0, TimeSpan.Zero), 1 / 60.0, 8, iso, Ring.FocalAt(_lens.Position), 64, 48));

    private byte[] Photo()
    {
        using var photo = new Mat(48, 64, MatType.CV_8UC3, new Scalar(90, 120, _taken.Count));
        Cv2.ImEncode(".jpg", photo, out var bytes);
        return bytes;
    }
}
