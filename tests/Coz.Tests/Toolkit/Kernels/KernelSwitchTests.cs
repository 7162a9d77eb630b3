using Coz.Tests.CommandLine;
using Coz.Tests.Plugins.Checkpoints;
using Coz.Tests.Plugins.Upscale;
using Coz.Tests.Support;
using Coz.Toolkit.Kernels;
using NetVips;

namespace Coz.Tests.Toolkit.Kernels;

public sealed class KernelSwitchTests
{
    [Test]
    public void With_kernels_off_a_photo_is_rendered_by_operators_to_the_same_picture_in_other_bits()
    {
        using var folder = new TemporaryFolder();
        using (var photo = Photo.Of(48, 40))
        using (var wide = Photo.Wide(photo))
            wide.WriteToFile(folder.Path("in.png"));
        Upscale(folder, "kernels.png");
        Upscale(folder, "again.png");
        Upscale(folder, "operators.png", (KernelPath.Variable, "off"));

        Assert.That(Difference(folder, "kernels.png", "again.png"), Is.Zero, "the same way gives the same bits");
        Assert.That(Difference(folder, "kernels.png", "operators.png"), Is.EqualTo(1), "levels of 65535");
    }

    private static void Upscale(TemporaryFolder folder, string output, params (string, string)[] environment)
    {
        var (code, _, errors) = CozProcess.Run(folder.FullPath,
            ["upscale", "in.png", output, "--scale", "4", "--model", Fixture.PathOf("edsr-baseline-lmi/checkpoint.pth")], environment);
        Assert.That(code, Is.Zero, errors);
    }

    private static double Difference(TemporaryFolder folder, string first, string second)
    {
        using var one = Image.NewFromFile(folder.Path(first));
        using var other = Image.NewFromFile(folder.Path(second));
        using var difference = (one - other).Abs();
        return difference.Max();
    }
}
