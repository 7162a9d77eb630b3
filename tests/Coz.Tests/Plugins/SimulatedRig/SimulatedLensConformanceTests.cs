using Coz.Contracts.Devices;
using Coz.Contracts.Testing;
using Coz.Plugins.SimulatedRig;
using Coz.Tests.Support;

namespace Coz.Tests.Plugins.SimulatedRig;

[TestFixture(1000.0)]
[TestFixture(300.0)]
public sealed class SimulatedLensConformanceTests(double speed) : ZoomLensConformance
{
    private TemporaryFolder _folder = null!;

    [OneTimeSetUp]
    public void MakeFolder() => _folder = new TemporaryFolder();

    [OneTimeTearDown]
    public void DeleteFolder() => _folder.Dispose();

    protected override ZoomLens Create() => new SimulatedLens(new SimulatedLensOptions { Speed = speed }, new RigContext(TimeProvider.System, _folder.FullPath, 1));
}
