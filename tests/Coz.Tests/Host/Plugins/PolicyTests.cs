using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Host;
using Coz.Host.Plugins;
using Coz.Tests.Support;

namespace Coz.Tests.Host.Plugins;

[TestFixture]
public sealed class PolicyTests
{
    private TemporaryFolder _root = null!;

    [SetUp]
    public void MakeFolder() => _root = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => _root.Dispose();

    [Test]
    public void Listing_parts_loads_no_plugin()
    {
        var before = AppDomain.CurrentDomain.GetAssemblies().Length;
        var parts = TestHost.OverOurs(_root).Catalog.Parts();

        Assert.That(parts.Select(part => $"{part.Kind}/{part.Name}"), Does.Contain("decoder/lmi").And.Contain("encoder/rdn").And.Contain("model/bicubic"));
        Assert.That(AppDomain.CurrentDomain.GetAssemblies().Skip(before).Select(assembly => assembly.GetName().Name), Has.None.StartsWith("Coz.Plugins"));
    }

    [Test]
    public void A_plugin_that_is_switched_off_here_is_disabled()
    {
        File.WriteAllText(_root.Path("plugins.local.json"), """{ "plugins": { "coz.lmi": { "enabled": false } } }""");

        Assert.That(Status(TestHost.OverOurs(_root), "coz.lmi"), Is.EqualTo(PluginStatus.Disabled));
    }

    [Test]
    public void A_pinned_plugin_whose_files_changed_is_tampered()
    {
        var copy = Copy("coz.lmi");
        File.WriteAllText(_root.Path("plugins.local.json"), $$"""{ "plugins": { "coz.lmi": { "sha256": "{{FolderHash.Of(copy)}}" } } }""");
        Assert.That(Status(TestHost.Over(_root, _root.Path("dropped")), "coz.lmi"), Is.EqualTo(PluginStatus.Active));

        File.AppendAllText(Path.Combine(copy, "plugin.json"), " ");
        Assert.That(Status(TestHost.Over(_root, _root.Path("dropped")), "coz.lmi"), Is.EqualTo(PluginStatus.Tampered));
    }

    [Test]
    public void A_copied_folder_is_a_plugin_at_the_next_start_and_a_folder_without_a_manifest_is_none()
    {
        Copy("coz.lmi");
        Directory.CreateDirectory(_root.Path("dropped", "sources"));

        Assert.That(TestHost.Over(_root, _root.Path("dropped")).Catalog.Plugins.Select(plugin => plugin.Id), Is.EqualTo(new[] { "coz.lmi" }));
    }

    [Test]
    public void A_plugin_of_the_command_line_stands_in_for_its_id_and_none_leaves_the_rest_out()
    {
        var copy = Copy("coz.lmi");
        TestHost.OverOurs(_root);
        var both = new CozHost(new HostSettings(_root.FullPath, [copy], []));
        var alone = new CozHost(new HostSettings(_root.FullPath, [copy], ["*"]));

        Assert.That(both.Catalog.Plugins.Where(plugin => plugin.Id == "coz.lmi").Select(plugin => plugin.Status), Is.EqualTo(new[] { PluginStatus.Active, PluginStatus.Duplicate }));
        Assert.That(alone.Catalog.Plugins.Select(plugin => plugin.Folder), Is.EqualTo(new[] { copy }));
        Assert.That(() => new CozHost(new HostSettings(_root.FullPath, [_root.Path("nowhere")], [])), Throws.TypeOf<UsageException>().With.Message.Contains("nowhere"));
    }

    [Test]
    public void A_plugin_of_the_command_line_cannot_take_anothers_part_by_its_name()
    {
        TestHost.OverOurs(_root);
        var host = new CozHost(new HostSettings(_root.FullPath, [Path.Combine(Repository.BadPlugins, "duplicate")], []));

        Assert.That(Status(host, "bad.duplicate"), Is.EqualTo(PluginStatus.Duplicate));
        Assert.That(Status(host, "coz.liif"), Is.EqualTo(PluginStatus.Active));
    }

    [Test]
    public void A_malformed_policy_is_named_with_its_line()
    {
        File.WriteAllText(_root.Path("plugins.json"), "{\n \"folders\": [,]\n}");

        Assert.That(() => new CozHost(new HostSettings(_root.FullPath, [], [])), Throws.TypeOf<CozException>().With.Message.Contains("plugins.json, line 2"));
    }

    [Test]
    public void A_part_is_constructed_in_its_plugins_own_load_context_with_the_shared_contracts()
    {
        var parts = TestHost.OverOurs(_root).Parts;
        using var decoder = parts.Create(parts.Bind<Decoder>("lmi"), DecoderContext.Example);

        Assert.That(decoder, Is.InstanceOf<Decoder>());
        Assert.That(decoder.GetType(), Is.Not.EqualTo(typeof(Coz.Plugins.Lmi.LmiDecoder)), "a copy of its own");
    }

    [Test]
    public void An_unknown_option_of_a_part_is_named_with_the_nearest_one() =>
        Assert.That(
            () => TestHost.OverOurs(_root).Parts.Bind<Decoder>("lte", new() { ["hiden_dim"] = 3 }),
            Throws.TypeOf<UsageException>().With.Message.Contains("decoder lte:hiden_dim").And.Message.Contains("did you mean 'hidden_dim'"));

    private static PluginStatus Status(CozHost host, string id) => host.Catalog.Plugins.Single(plugin => plugin.Id == id).Status;

    private string Copy(string id)
    {
        var copy = _root.Path("dropped", id);
        Directory.CreateDirectory(copy);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Plugins, id)))
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        return copy;
    }
}
