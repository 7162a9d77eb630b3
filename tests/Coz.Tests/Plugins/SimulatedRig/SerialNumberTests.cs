using Coz.Plugins.SimulatedRig;

namespace Coz.Tests.Plugins.SimulatedRig;

[TestFixture]
public sealed class SerialNumberTests
{
    [Test]
    public void Whatever_makes_a_simulated_camera_another_one_gives_it_another_number()
    {
        var camera = new SimulatedCameraOptions { Scene = ["/photos/a.jpg", "/photos/b.jpg"] };
        string[] numbers =
        [
            SerialNumber.Of(camera, 0),
            SerialNumber.Of(camera, 1),
            SerialNumber.Of(camera with { Seed = 1 }, 0),
            SerialNumber.Of(camera with { SceneSeed = 2 }, 0),
            SerialNumber.Of(camera with { Scene = ["/photos/b.jpg", "/photos/a.jpg"] }, 0),
            SerialNumber.Of(camera with { Scene = ["/photos/a.jpg"] }, 0),
            SerialNumber.Of(camera with { Scene = [] }, 0),
        ];

        Assert.That(numbers, Is.Unique.And.All.Match("^C000[01]-[0-9a-f]{8}$"));
        Assert.That(SerialNumber.Of(camera with { Scene = ["/elsewhere/a.jpg", "/elsewhere/b.jpg"], Width = 640 }, 0), Is.EqualTo(numbers[0]), "the photos may be moved");
    }

    [Test]
    public async Task Both_devices_answer_with_theirs()
    {
        await using var rig = await Rig.ReadyAsync();

        Assert.That(rig.Camera.Identity!.Serial, Is.EqualTo(SerialNumber.Of(Rig.SmallCamera, rig.Context.Seed)));
        Assert.That(rig.Lens.Identity!.Serial, Is.EqualTo(SerialNumber.Of(new SimulatedLensOptions(), rig.Context.Seed)));
        Assert.That(SerialNumber.Of(new SimulatedLensOptions(), 1), Is.Not.EqualTo(SerialNumber.Of(new SimulatedLensOptions(), 0)));
        Assert.That(SerialNumber.Of(new SimulatedLensOptions { Seed = 7 }, 0), Does.StartWith("L0007-"));
    }
}
