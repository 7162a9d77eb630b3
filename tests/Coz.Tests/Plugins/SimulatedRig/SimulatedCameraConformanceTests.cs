using Coz.Contracts.Devices;
using Coz.Contracts.Testing;
using Coz.Plugins.SimulatedRig;
using Coz.Tests.Support;

namespace Coz.Tests.Plugins.SimulatedRig;

[TestFixture]
public sealed class SimulatedCameraConformanceTests : CameraConformance
{
    private TemporaryFolder _folder = null!;

    [OneTimeSetUp]
    public void MakeFolder() => _folder = new TemporaryFolder();

    [OneTimeTearDown]
    public void DeleteFolder() => _folder.Dispose();

    protected override Camera Create() => new SimulatedCamera(Rig.SmallCamera, new RigContext(TimeProvider.System, _folder.FullPath, 1));
}
