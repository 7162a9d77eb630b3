using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Coz.Tests.Support;
using TorchSharp;

namespace Coz.Tests.Build;

/// <summary>TorchSharp's numbers outlive the calls that read them: the build's mended copy of TorchSharp.dll.</summary>
[Platform("Linux")]
public sealed partial class MendedScalarTests
{
    private const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.NonPublic;
    private const int Bodies = 48;
    private static readonly FieldInfo Handle = typeof(Scalar).GetField("handle", Hidden)!;

    [Test]
    public void TorchSharp_differs_from_the_packages_in_one_finalizer()
    {
        var copy = Directory.EnumerateFiles(Repository.Path("tests", "Coz.Tests", "obj", "coz-native"), "TorchSharp.dll", SearchOption.AllDirectories).Single();
        var version = Path.GetFileName(Path.GetDirectoryName(copy)!);
        var (package, mended) = (File.ReadAllBytes(Path.Combine(Repository.Packages, "torchsharp", version, "lib", "net8.0", "TorchSharp.dll")), File.ReadAllBytes(copy));
        Assert.That(mended, Has.Length.EqualTo(package.Length));
        var changed = Enumerable.Range(0, package.Length).Where(i => package[i] != mended[i]).ToList();
        Assert.That(changed, Is.Not.Empty);
        Assert.That(changed[^1] - changed[0], Is.LessThan(Bodies));
        Assert.That(File.ReadAllBytes(typeof(Scalar).Assembly.Location).AsSpan().SequenceEqual(mended), "the tests run on the mended copy");
    }

    [Test]
    public void A_number_that_nothing_refers_to_can_be_read_by_a_call_in_flight()
    {
        var address = Forgotten(1.25);
        Collect(10);
        var again = (Scalar)typeof(Scalar).GetConstructor(Hidden, [typeof(IntPtr)])!.Invoke([address]);
        var value = again.ToDouble();

        // Not ours to free.
        Handle.SetValue(again, IntPtr.Zero);
        Assert.That(value, Is.EqualTo(1.25));
    }

    [Test]
    public void Numbers_are_given_back_in_the_end()
    {
        const int Count = 200_000;
        const int Bytes = 48;
        Collect(20);
        var before = Information().InUse;
        for (var i = 0; i < Count; i++)
            Forgotten(i);
        Assert.That((long)(Information().InUse - before), Is.GreaterThan(Count * Bytes / 2), "made");
        Collect(20);
        Assert.That((long)(Information().InUse - before), Is.LessThan(Count * Bytes / 2), "after twenty collections");
    }

    [TestCase("another")]
    [TestCase("damaged")]
    [TestCase("no reader")]
    public void A_torchsharp_that_is_not_known_is_used_as_it_is_with_a_warning_and_no_error(string what)
    {
        using var folder = new TemporaryFolder();
        var assembly = what == "another" ? typeof(MendedScalarTests).Assembly : typeof(Scalar).Assembly;
        File.WriteAllBytes(folder.Path("TorchSharp.dll"), what == "damaged" ? "this is no assembly"u8 : File.ReadAllBytes(assembly.Location));
        File.WriteAllText(folder.Path("any.proj"), $"""
            <Project>
              <PropertyGroup>
                <BaseIntermediateOutputPath>obj/</BaseIntermediateOutputPath>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <MSBuildTreatWarningsAsErrors>true</MSBuildTreatWarningsAsErrors>
              </PropertyGroup>
              <ItemGroup>
                <RuntimeCopyLocalItems Include="TorchSharp.dll" NuGetPackageId="TorchSharp" NuGetPackageVersion="9.9.9" />
              </ItemGroup>
              <Target Name="ResolvePackageAssets" />
              <Import Project="{Repository.Path("contracts", "Coz.Contracts.Models", "buildTransitive", "Coz.Contracts.Models.targets")}" />
              <Target Name="Show" DependsOnTargets="ResolvePackageAssets">
                <Message Importance="high" Text="copied: @(RuntimeCopyLocalItems)" />
              </Target>
            </Project>
            """);
        string[] reader = what == "no reader" ? [$"-p:CozMetadataReaderFolder={folder.FullPath}/"] : [];
        var printed = DotNet.Run(folder.FullPath, new Dictionary<string, string>(), ["msbuild", "any.proj", "-t:Show", "-nologo", "-tl:off", .. reader]);

        Assert.That(printed, Does.Contain("warning COZ1001").And.Contain("copied: TorchSharp.dll"));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static IntPtr Forgotten(double value) => (IntPtr)Handle.GetValue(value.ToScalar())!;

    private static void Collect(int times)
    {
        for (var i = 0; i < times; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }

    [LibraryImport("libc", EntryPoint = "mallinfo2")]
    private static partial Allocations Information();

    // glibc's struct mallinfo2; InUse is uordblks.
    [StructLayout(LayoutKind.Sequential)]
    private struct Allocations
    {
        public nuint Arena, FreeChunks, FastChunks, Mapped, MappedBytes, Unused, FastBytes, InUse, Free, Releasable;
    }
}
