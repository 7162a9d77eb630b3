using Coz.Contracts.Devices;
using Coz.Contracts.Testing;
using Coz.Plugins.FolderRig;
using Coz.Tests.Support;
using OpenCvSharp;

namespace Coz.Tests.Plugins.FolderRig;

[TestFixture]
public sealed class FolderLensConformanceTests : ZoomLensConformance
{
    private TemporaryFolder _folder = null!;

    [OneTimeSetUp]
    public void MakeFolder() => _folder = WithCaptures();

    [OneTimeTearDown]
    public void DeleteFolder() => _folder.Dispose();

    internal static TemporaryFolder WithCaptures()
    {
        var folder = new TemporaryFolder();
        using var photo = new Mat(24, 32, MatType.CV_8UC3, new Scalar(30, 90, 200));
        foreach (var focal in new[] { 18, 35, 70, 140 })
            Cv2.ImWrite(folder.Path($"scene_{focal:000}mm.jpg"), photo);
        return folder;
    }

    protected override ZoomLens Create() => new FolderLens(new FolderRigOptions { Folder = _folder.FullPath }, RigContext.Example);
}
