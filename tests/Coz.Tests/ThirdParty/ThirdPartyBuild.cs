using Coz.Tests.Support;

namespace Coz.Tests.ThirdParty;

/// <summary>
/// What a plugin author does, in folders outside the repository: packages of the contracts in a feed of their own, and a
/// project built against that feed and nuget.org.
/// </summary>
internal sealed class ThirdPartyBuild : IDisposable
{
    private static readonly string[] Contracts = ["Coz.Contracts", "Coz.Contracts.Models", "Coz.Toolkit", "Coz.Conformance", "Coz.Contracts.Testing"];
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _environment;

    public ThirdPartyBuild()
    {
        var packages = Directory.CreateDirectory(_folder.Path("packages")).FullName;
        _environment = new Dictionary<string, string> { ["NUGET_PACKAGES"] = packages, ["MSBUILDDISABLENODEREUSE"] = "1" };
        LinkDownloaded(packages);
        foreach (var project in Contracts)
            DotNet.Run(Repository.Root, new Dictionary<string, string>(), "pack", $"contracts/{project}", "--no-build", "-c", Repository.Configuration, "-o", Feed, "-v", "q");
        File.WriteAllText(_folder.Path("nuget.config"), $"""
            <configuration>
              <packageSources>
                <clear />
                <add key="coz" value="{Feed}" />
                <add key="nuget.org" value="https://api.nuget.org/v3/index.json" />
              </packageSources>
            </configuration>
            """);
    }

    private string Feed => _folder.Path("feed");

    /// <summary>Copies a project's sources out of the repository and builds them.</summary>
    /// <returns>The folder the build wrote: the plugin.</returns>
    public string Build(string source)
    {
        var project = _folder.Path(Path.GetFileName(source));
        Directory.CreateDirectory(project);
        foreach (var file in Directory.EnumerateFiles(source))
            File.Copy(file, Path.Combine(project, Path.GetFileName(file)));
        DotNet.Run(project, _environment, "build", "-c", "Release", "-v", "q", "-nologo");
        return Path.Combine(project, "bin", "Release", "net10.0");
    }

    public void Dispose() => _folder.Dispose();

    // A package folder without COZ's own: versions under way keep their number, and an older build of them may lie in the user's.
    private static void LinkDownloaded(string packages)
    {
        if (OperatingSystem.IsWindows())
            return;
        foreach (var package in Directory.EnumerateDirectories(Repository.Packages).Where(d => !Path.GetFileName(d).StartsWith("coz.", StringComparison.Ordinal)))
            Directory.CreateSymbolicLink(Path.Combine(packages, Path.GetFileName(package)), package);
    }
}
