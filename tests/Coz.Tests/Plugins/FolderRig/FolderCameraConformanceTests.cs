using Coz.Contracts.Devices;
using Coz.Contracts.Testing;
using Coz.Plugins.FolderRig;
using Coz.Tests.Support;

namespace Coz.Tests.Plugins.FolderRig;

[TestFixture]
public sealed class FolderCameraConformanceTests : CameraConformance
{
    private TemporaryFolder _folder = null!;

    [OneTimeSetUp]
    public void MakeFolder() => _folder = FolderLensConformanceTests.WithCaptures();

    [OneTimeTearDown]
    public void DeleteFolder() => _folder.Dispose();

    protected override Camera Create() => new FolderCamera(new FolderRigOptions { Folder = _folder.FullPath }, RigContext.Example);
}
