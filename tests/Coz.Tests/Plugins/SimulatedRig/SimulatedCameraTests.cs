using Coz.Contracts.Devices;
using Coz.Plugins.SimulatedRig;
using Coz.Tests.Contracts.Devices;
using Coz.Tests.Support;
using Coz.Toolkit;
using OpenCvSharp;

namespace Coz.Tests.Plugins.SimulatedRig;

[TestFixture]
public sealed class SimulatedCameraTests
{
    [Test]
    public async Task The_same_rig_takes_the_same_pictures_byte_by_byte()
    {
        await using var one = await Rig.ReadyAsync();
        await using var other = await Rig.ReadyAsync();

        Assert.That(await one.TakeAsync(50), Is.EqualTo(await other.TakeAsync(50)));
        var second = await one.TakeAsync();
        Assert.That(await one.TakeAsync(), Is.Not.EqualTo(second), "each exposure has its own noise");
    }

    [Test]
    public async Task A_picture_is_a_whole_jpeg_of_the_sensors_shape()
    {
        await using var rig = await Rig.ReadyAsync();
        var picture = await rig.TakeAsync(40);
        using var folder = new TemporaryFolder();
        await File.WriteAllBytesAsync(folder.Path("a.jpg"), picture);

        Assert.That(() => ImageFile.CheckWhole(folder.Path("a.jpg")), Throws.Nothing);
        Assert.That(ImageFile.SizeOf(folder.Path("a.jpg")), Is.EqualTo(new ImageSize(240, 320)));
    }

    [Test]
    public async Task What_a_kill_has_left_on_the_card_is_gone_when_the_camera_connects_again_and_a_picture_stays()
    {
        await using var rig = await Rig.ReadyAsync();
        var ticket = await rig.Camera.ExposeAsync();
        var card = Path.Combine(rig.Context.Folder, "simulated", "card");
        var whole = Directory.GetFiles(card);
        await File.WriteAllTextAsync(Path.Combine(card, "IMG_0002.JPG.notes.json.967db909.tmp"), "{");
        await File.WriteAllTextAsync(Path.Combine(card, "IMG_0002.JPG.notes.json"), "{}");

        await rig.Camera.DisconnectAsync();
        await rig.Camera.ConnectAsync();

        Assert.That(Directory.GetFiles(card), Is.EquivalentTo(whole).And.Length.EqualTo(2), "the picture and its notes");
        using var file = new MemoryStream();
        await rig.Camera.TransferAsync(ticket, file);
        Assert.That(file.Length, Is.EqualTo(ticket.Length));
    }

    [Test]
    public async Task A_kill_between_a_picture_and_its_count_does_not_give_its_number_twice()
    {
        await using var rig = await Rig.ReadyAsync();
        var state = Path.Combine(rig.Context.Folder, "simulated", "world.json");
        var before = await File.ReadAllBytesAsync(state);
        await rig.Camera.ExposeAsync();
        await File.WriteAllBytesAsync(state, before);
        await using var next = new SimulatedCamera(Rig.SmallCamera, new RigContext(TimeProvider.System, rig.Context.Folder, 5));

        await next.ConnectAsync();
        await next.ReleaseAsync((await next.ListAsync()).Single());

        Assert.That((await next.ExposeAsync()).Id, Is.EqualTo("IMG_0002.JPG"));
    }

    [TestCase(666, 500)]
    [TestCase(852, 638)]
    [TestCase(1332, 1000)]
    [TestCase(2664, 2000)]
    [TestCase(5328, 4000)]
    public async Task Frames_have_as_many_rows_as_the_sensors_shape_gives_them(int width, int height)
    {
        await using var rig = await Rig.ReadyAsync(Rig.SmallCamera with { Width = width });

        Assert.That(await rig.Camera.GetAsync("imageheight"), Is.EqualTo($"{height}"));
    }

    [Test]
    public async Task A_pictures_rows_are_those_that_the_camera_tells()
    {
        await using var rig = await Rig.ReadyAsync(Rig.SmallCamera with { Width = 666 });
        var picture = await rig.TakeAsync(40);
        using var decoded = Cv2.ImDecode(picture, ImreadModes.Color);

        Assert.That((decoded.Cols, decoded.Rows), Is.EqualTo((666, 500)));
        Assert.That(rig.TruthOf(picture).Geometry.Height, Is.EqualTo(500));
    }

    [Test]
    public async Task Twice_the_time_is_one_stop_and_a_smaller_aperture_is_darker()
    {
        await using var rig = await Rig.ReadyAsync(Rig.SmallCamera with { Drift = 0, Flicker = 0 });
        async Task<double> LightAsync(string key, string value)
        {
            await rig.Camera.SetAsync(key, value);
            var picture = Rig.Luminance(await rig.TakeAsync());
            return picture.Cast<float>().Average(level => Math.Pow(level / 255, 2.2));
        }

        var normal = await LightAsync("shutterspeed", "1/60");
        Assert.That(await LightAsync("shutterspeed", "1/125") / normal, Is.EqualTo(60.0 / 125).Within(0.05));
        await rig.Camera.SetAsync("shutterspeed", "1/60");
        Assert.That(await LightAsync("aperture", "11") / normal, Is.EqualTo(64.0 / 121).Within(0.05));
    }

    [Test]
    public async Task Noise_is_that_of_counted_electrons()
    {
        await using var rig = await Rig.ReadyAsync(Rig.SmallCamera with { Drift = 0, Flicker = 0, Faults = new CameraFaults { FlatSkyAt = [1, 2] } });
        var (a, b) = (Rig.Luminance(await rig.TakeAsync()), Rig.Luminance(await rig.TakeAsync()));
        var differences = Enumerable.Range(0, 64 * 64).Select(i => (double)a[80 + (i / 64), 120 + (i % 64)] - b[80 + (i / 64), 120 + (i % 64)]).ToList();

        // About 9000 electrons: 1 % of the light, half of that on the tone curve's slope, some averaged away by demosaicing and luminance.
        var deviation = Math.Sqrt(differences.Average(d => d * d) / 2);
        Assert.That(deviation, Is.InRange(0.3, 1.6), "levels of 255");
    }

    [TestCase("hang_at", FaultKind.Timeout)]
    [TestCase("unplug_at", FaultKind.Unplugged)]
    [TestCase("busy_at", FaultKind.Busy)]
    [TestCase("card_full_at", FaultKind.CardFull)]
    public async Task Each_fault_of_an_exposure_has_its_kind(string fault, FaultKind kind)
    {
        var faults = fault switch
        {
            "hang_at" => new CameraFaults { HangAt = [1] },
            "unplug_at" => new CameraFaults { UnplugAt = [1] },
            "card_full_at" => new CameraFaults { CardFullAt = [1] },
            _ => new CameraFaults { BusyAt = [1], BusyTimes = 1 },
        };
        await using var rig = await Rig.ReadyAsync(Rig.SmallCamera with { Faults = faults, Deadlines = new() { Expose = kind == FaultKind.Timeout ? 0.3 : 60 } });

        Assert.That(await CameraTests.FaultOf(rig.Camera.ExposeAsync), Is.EqualTo(kind));
        if (kind == FaultKind.Unplugged)
        {
            await rig.Camera.DisconnectAsync();
            await rig.Camera.ConnectAsync();
            Assert.That(await rig.Camera.ListAsync(), Has.Count.EqualTo(1), "the picture is on the card, and can be transferred");
            Assert.That(async () => await rig.Camera.TransferAsync((await rig.Camera.ListAsync())[0], Stream.Null), Throws.Nothing);
        }
    }

    [Test]
    public async Task A_full_card_takes_nothing_until_a_picture_is_released()
    {
        await using var rig = await Rig.ReadyAsync(Rig.SmallCamera with { CardCapacity = 1 });
        var ticket = await rig.Camera.ExposeAsync();

        Assert.That(await CameraTests.FaultOf(rig.Camera.ExposeAsync), Is.EqualTo(FaultKind.CardFull));
        await rig.Camera.ReleaseAsync(ticket);
        Assert.That(async () => await rig.Camera.ExposeAsync(), Throws.Nothing);
    }

    [Test]
    public async Task A_cut_transfer_is_partial_and_the_next_one_whole()
    {
        await using var rig = await Rig.ReadyAsync(Rig.SmallCamera with { Faults = new CameraFaults { TruncateAt = [1] } });
        var ticket = await rig.Camera.ExposeAsync();

        Assert.That(await CameraTests.FaultOf(token => rig.Camera.TransferAsync(ticket, Stream.Null, null, token)), Is.EqualTo(FaultKind.PartialTransfer));
        Assert.That((await rig.Camera.TransferAsync(ticket, Stream.Null)).Length, Is.EqualTo(ticket.Length));
    }

    [Test]
    public async Task A_disk_that_is_full_on_request_is_full_once()
    {
        await using var rig = await Rig.ReadyAsync(Rig.SmallCamera with { Faults = new CameraFaults { DiskFullAt = [1] } });
        var ticket = await rig.Camera.ExposeAsync();

        Assert.That(await CameraTests.FaultOf(token => rig.Camera.TransferAsync(ticket, Stream.Null, null, token)), Is.EqualTo(FaultKind.DiskFull));
        Assert.That((await rig.Camera.TransferAsync(ticket, Stream.Null)).Length, Is.EqualTo(ticket.Length));
    }

    [Test]
    public async Task A_photo_that_cannot_be_read_is_a_typed_fault_and_is_read_when_it_was_mended()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Path("photo.png");
        File.WriteAllText(path, "no photo");
        await using var rig = await Rig.ReadyAsync(new SimulatedCameraOptions { Scene = [path], Widest = 35, Longest = 140 });

        Assert.That(await CameraTests.FaultOf(rig.Camera.ExposeAsync), Is.EqualTo(FaultKind.Protocol));
        using (var photo = new Mat(512, 800, MatType.CV_8UC3, new Scalar(90, 120, 200)))
            Cv2.ImWrite(path, photo);
        Assert.That(async () => await rig.Camera.ExposeAsync(), Throws.Nothing);
    }

    [Test]
    public async Task A_photo_decides_how_large_frames_are_so_that_no_pixel_is_an_enlargement()
    {
        using var folder = new TemporaryFolder();
        using (var photo = new Mat(512, 800, MatType.CV_8UC3, new Scalar(90, 120, 200)))
            Cv2.ImWrite(folder.Path("photo.png"), photo);
        var options = new SimulatedCameraOptions { Scene = [folder.Path("photo.png")], Widest = 35, Longest = 140 };
        await using var rig = await Rig.ReadyAsync(options);
        await rig.TakeAsync(140);

        Assert.That((await rig.Camera.GetAsync("imagewidth"), await rig.Camera.GetAsync("imageheight")), Is.EqualTo(("170", "126")));
        Assert.That(double.Parse((await rig.Camera.ListAsync())[0].Notes["detail_ratio"]), Is.GreaterThanOrEqualTo(0.99));
        var tooWide = new SimulatedCamera(options with { Width = 340 }, rig.Context);
        Assert.That(tooWide.Check(null).Single(), Does.Contain("0.50 samples").And.Contain("frames of 170 pixels"));
    }

    [Test]
    public void What_cannot_be_is_said_before_anything_moves()
    {
        var context = new RigContext(TimeProvider.System, "", 0);

        Assert.That(new SimulatedCamera(new SimulatedCameraOptions { Scene = ["/nowhere.jpg"] }, context).Check(null).Single(), Does.Contain("/nowhere.jpg"));
        Assert.That(new SimulatedCamera(new SimulatedCameraOptions(), context).Check(new RigPlan(25, 150)).Single(), Does.Contain("camera:widest"));
        Assert.That(new SimulatedCamera(new SimulatedCameraOptions(), context).Check(new RigPlan(35, 142)).Single(), Does.Contain("camera:longest"), "a little beyond the longest focal length pixels would be enlarged");
        Assert.That(new SimulatedCamera(new SimulatedCameraOptions(), context).Check(new RigPlan(35, 140)), Is.Empty);
    }

    [Test]
    public async Task Faults_that_an_aligner_must_refuse_change_the_picture_and_stand_in_its_truth()
    {
        await using var good = await Rig.ReadyAsync();
        await using var bad = await Rig.ReadyAsync(Rig.SmallCamera with
        {
            Faults = new CameraFaults { ParallaxAt = [1], MovingPatchAt = [2], ExposureJumpAt = [3], OtherSceneAt = [4], FlatSkyAt = [5] },
        });
        string[] names = ["parallax", "moving_patch", "exposure_jump", "other_scene", "flat_sky"];
        foreach (var name in names)
        {
            var (plain, faulty) = (await good.TakeAsync(), await bad.TakeAsync());
            Assert.That(bad.TruthOf(faulty).Faults, Is.EqualTo(new[] { name }));
            Assert.That(faulty, Is.Not.EqualTo(plain));
        }
    }
}
