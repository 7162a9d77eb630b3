using Coz.Tests.Support;

namespace Coz.Tests.Build;

[Platform("Linux")]
public sealed class MendedLibraryTests
{
    private const string TorchSharp = "libLibTorchSharp.so";
    private const string OpenCv = "libOpenCvSharpExtern.so";

    [Test]
    public void TorchSharps_library_differs_from_the_packages_in_one_flag()
    {
        var (package, mended) = Bytes(TorchSharp);
        var changed = Enumerable.Range(0, package.Length).Where(i => package[i] != mended[i]).ToList();
        Assert.That(changed, Has.Count.EqualTo(1));
        Assert.That((package[changed[0]], mended[changed[0]]), Is.EqualTo(((byte)0, (byte)2)));
    }

    [Test]
    public void OpenCvs_library_differs_from_the_packages_in_its_dynamic_section_only()
    {
        var (package, mended) = Bytes(OpenCv);
        Assert.That(mended, Has.Length.EqualTo(package.Length));
        var changed = Enumerable.Range(0, package.Length).Where(i => package[i] != mended[i]).ToList();
        Assert.That(changed[^1] - changed[0], Is.InRange(16, 48 * 16));
    }

    [Test]
    public void A_second_build_leaves_the_mended_copies_alone()
    {
        var copies = new[] { Copy(TorchSharp), Copy(OpenCv) };
        var before = copies.Select(File.GetLastWriteTimeUtc).ToList();
        DotNet.Run(Repository.Path("tests", "Coz.Tests"), new Dictionary<string, string>(), "msbuild", "-t:ResolvePackageAssets", $"-p:Configuration={Repository.Configuration}", "-v:q", "-nologo");
        Assert.That(copies.Select(File.GetLastWriteTimeUtc), Is.EqualTo(before));
    }

    [Test]
    public void The_output_holds_the_mended_copies()
    {
        foreach (var name in new[] { TorchSharp, OpenCv })
            Assert.That(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native", name)).AsSpan().SequenceEqual(File.ReadAllBytes(Copy(name))), Is.True, name);
    }

    [Test]
    public void No_desktop_library_is_left_among_those_it_needs()
    {
        using var loaded = new OpenCvSharp.Mat(1, 1, OpenCvSharp.MatType.CV_8UC1);
        var maps = File.ReadAllText("/proc/self/maps");
        Assert.That(maps, Does.Contain(OpenCv).And.Not.Contain("libgtk-3").And.Not.Contain("libpango"));
    }

    private static string Copy(string name) =>
        Directory.EnumerateFiles(Repository.Path("tests", "Coz.Tests", "obj", "coz-native"), name, SearchOption.AllDirectories).Single();

    // obj/coz-native/<package>/<version>/<file> is the mended copy of <packages>/<package>/<version>/runtimes/linux-x64/native/<file>.
    private static (byte[] Package, byte[] Mended) Bytes(string name)
    {
        var copy = Copy(name);
        var version = Path.GetDirectoryName(copy)!;
        var package = Path.GetFileName(Path.GetDirectoryName(version)!).ToLowerInvariant();
        return (File.ReadAllBytes(Path.Combine(Repository.Packages, package, Path.GetFileName(version), "runtimes", "linux-x64", "native", name)), File.ReadAllBytes(copy));
    }
}
