using Coz.Contracts;
using Coz.Host;
using Coz.Host.Diagnostics;
using Coz.Host.Plugins;
using Coz.Tests.Support;

namespace Coz.Tests.Host.Plugins;

/// <summary>Plugins that are broken on purpose, each a real DLL of the build: each gets its own status, cause and remedy.</summary>
[TestFixture]
public sealed class BadPluginTests
{
    private TemporaryFolder _root = null!;
    private CozHost _host = null!;

    [OneTimeSetUp]
    public void LoadAll()
    {
        _root = new TemporaryFolder();
        _host = TestHost.Over(_root, Repository.Plugins, Repository.BadPlugins);
        _host.Catalog.LoadAll();
    }

    [OneTimeTearDown]
    public void DeleteFolder() => _root.Dispose();

    [TestCase("bad.own-contracts", PluginStatus.Incompatible, "carries its own Coz.Contracts.dll", "Delete Coz.Contracts.dll")]
    [TestCase("bad.own-torchsharp", PluginStatus.Incompatible, "carries its own TorchSharp.dll", "Delete TorchSharp.dll")]
    [TestCase("bad.wrong-range", PluginStatus.Incompatible, "it accepts Coz.Contracts", "Get a build of the plugin")]
    [TestCase("bad.missing-member", PluginStatus.Incompatible, "which does not exist here", "Get a build of the plugin for this version")]
    [TestCase("bad.not-dotnet", PluginStatus.Broken, "is no .NET assembly", "as the entry in plugin.json")]
    [TestCase("bad.truncated", PluginStatus.Broken, "is damaged or cut short", "Copy the plugin again")]
    [TestCase("bad.duplicate", PluginStatus.Duplicate, "provides decoder/liif, which plugin 'coz.liif' provides already", "--no-plugin coz.liif")]
    [TestCase("bad.missing-dependency", PluginStatus.MissingDependency, "which is not in its folder", "Copy ")]
    [TestCase("bad.provides-less", PluginStatus.Broken, "plugin.json promises", "Build the plugin again")]
    public void A_bad_plugin_has_its_own_status_cause_and_remedy(string id, PluginStatus status, string cause, string remedy)
    {
        var plugin = _host.Catalog.Plugins.Single(plugin => plugin.Id == id);

        Assert.That(plugin.Status, Is.EqualTo(status), plugin.Fault?.Cause);
        Assert.That(plugin.Fault!.Cause, Does.Contain(cause).And.Not.Contains("\n"));
        Assert.That(plugin.Fault.Remedy, Does.Contain(remedy).And.Not.Contains("\n"));
    }

    [Test]
    public void A_part_whose_constructor_throws_is_found_by_constructing_it()
    {
        var faults = new PartProbe(_host.Catalog, _host.Parts).Run(new HashSet<string> { "task/kills" }, _ => { }).Where(part => part.Fault is not null).ToList();

        Assert.That(faults.Select(part => part.Key), Is.EqualTo(new[] { "decoder/throws", "task/throws" }));
        Assert.That(faults.Select(part => part.Fault), Has.All.Contain("could not be constructed").And.All.Contain("--no-plugin bad.throws"));
    }

    [Test]
    public void All_causes_differ() =>
        Assert.That(_host.Catalog.Plugins.Where(plugin => plugin.Fault is not null).Select(plugin => plugin.Fault!.Cause).ToList(), Is.Unique.And.Count.EqualTo(9));

    [Test]
    public void Everything_else_still_works()
    {
        var active = _host.Catalog.Plugins.Where(plugin => plugin.Status == PluginStatus.Active).Select(plugin => plugin.Id).ToList();

        Assert.That(active, Does.Contain("bad.good").And.Contain("coz.liif").And.Contain("coz.edsr"));
        Assert.That(_host.Parts.Create(new Part<ExperimentTask>("good")), Is.Not.Null);
    }

    [Test]
    public void Asking_for_a_part_of_a_bad_plugin_says_what_is_wrong_with_the_plugin() =>
        Assert.That(() => _host.Parts.Bind<ExperimentTask>("missing-member"), Throws.TypeOf<UsageException>().With.Message.Contains("'bad.missing-member', which cannot be used (Incompatible)"));
}
