using System.Reflection;
using Coz.Tests.Support;
using PublicApiGenerator;

namespace Coz.Tests.Contracts;

/// <summary>
/// The public surface of the contracts changes knowingly or not at all. After a change that is meant, run the tests once with
/// COZ_APPROVE=1 and read the difference in git.
/// </summary>
[TestFixture]
public sealed class PublicApiTests
{
    private static readonly ApiGeneratorOptions Options = new() { IncludeAssemblyAttributes = false };

    [TestCase("Coz.Contracts")]
    [TestCase("Coz.Contracts.Models")]
    [TestCase("Coz.Toolkit")]
    [TestCase("Coz.Contracts.Testing")]
    [TestCase("Coz.Conformance")]
    public void The_public_surface_is_the_approved_one(string name)
    {
        var assembly = Assembly.Load(name);
        var actual = assembly.GeneratePublicApi(Options).ReplaceLineEndings("\n").Trim() + "\n";
        var file = Path.Combine(Repository.Root, "tests", "Coz.Tests", "Contracts", "Approved", $"{name}.txt");
        if (Environment.GetEnvironmentVariable("COZ_APPROVE") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, actual);
        }

        Assert.That(File.Exists(file), $"{file} is missing: run the tests once with COZ_APPROVE=1");
        Assert.That(actual, Is.EqualTo(File.ReadAllText(file).ReplaceLineEndings("\n")), "the public surface changed: if that is meant, run the tests once with COZ_APPROVE=1");
    }

    [TestCase("Coz.Contracts")]
    [TestCase("Coz.Contracts.Models")]
    [TestCase("Coz.Toolkit")]
    [TestCase("Coz.Contracts.Testing")]
    [TestCase("Coz.Conformance")]
    public void The_assembly_version_is_frozen_at_the_major_version(string name) =>
        Assert.That(Assembly.Load(name).GetName().Version, Is.EqualTo(new Version(1, 0, 0, 0)));
}
