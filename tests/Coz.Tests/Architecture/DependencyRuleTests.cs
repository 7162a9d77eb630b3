using System.Xml.Linq;
using Coz.Tests.Support;

namespace Coz.Tests.Architecture;

/// <summary>Contracts know nobody but each other; host and plugins know contracts; nobody knows a plugin.</summary>
[TestFixture]
public sealed class DependencyRuleTests
{
    [TestCaseSource(nameof(Projects))]
    public void A_project_refers_only_to_what_its_room_may_know(string project)
    {
        var room = project.Split('/')[0];
        var allowed = room == "host" ? new[] { "contracts", "host" } : ["contracts"];
        var referred = XDocument.Load(Path.Combine(Repository.Root, project))
            .Descendants("ProjectReference")
            .Select(reference => Path.GetRelativePath(Repository.Root, Path.GetFullPath((string)reference.Attribute("Include")!, Path.Combine(Repository.Root, Path.GetDirectoryName(project)!))))
            .Select(path => path.Replace('\\', '/'));

        Assert.That(referred.Where(path => !allowed.Contains(path.Split('/')[0])), Is.Empty);
    }

    [Test]
    public void The_contracts_without_tensors_need_no_package()
    {
        var project = XDocument.Load(Path.Combine(Repository.Root, "contracts/Coz.Contracts/Coz.Contracts.csproj"));

        Assert.That(project.Descendants("PackageReference"), Is.Empty);
    }

    private static IEnumerable<string> Projects() => new[] { "contracts", "host", "plugins" }
        .SelectMany(room => Directory.EnumerateFiles(Path.Combine(Repository.Root, room), "*.csproj", SearchOption.AllDirectories))
        .Select(path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'))
        .Order(StringComparer.Ordinal);
}
