using Coz.Contracts;
using Coz.Host;
using Coz.Host.Configuration;

namespace Coz.Tests.Host.Experiments;

[TestFixture]
[NonParallelizable]
public sealed class LayeringTests
{
    private ExperimentFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new ExperimentFolder();

    [TearDown]
    public void DeleteFolder() => _folder.Dispose();

    [Test]
    public void A_list_replaces_the_whole_weaker_list()
    {
        _folder.Write("base.json", """{ "data": { "scales": [2, 3, 4, 6], "root": "x" } }""");
        var root = ExperimentFolder.Resolve(_folder.Write("top.json", """{ "extends": "base.json", "data": { "scales": [8] } }"""));

        Assert.That(root["data"]!["scales"]!.Items!.Select(item => item.Text), Is.EqualTo(new[] { "8" }));
        Assert.That(root["data"]!["root"]!.Text, Is.EqualTo("x"));
    }

    [Test]
    public void Naming_another_plugin_drops_the_options_of_the_first_and_says_so()
    {
        var file = _folder.Write("a.json", """{ "decoder": { "name": "lte", "hidden_dim": 128 }, "seed": 1 }""");
        var (roots, dropped) = CozHost.Resolve(file, ["decoder:name=lmi"]);

        var decoder = roots.Single().Root["decoder"]!;
        Assert.That(decoder["name"]!.Text, Is.EqualTo("lmi"));
        Assert.That(decoder["hidden_dim"], Is.Null);
        Assert.That(dropped.Single(), Does.Contain("decoder:hidden_dim").And.Contain("--set decoder:name"));
    }

    [Test]
    public void Naming_the_same_plugin_keeps_its_options()
    {
        var file = _folder.Write("a.json", """{ "decoder": { "name": "lte", "hidden_dim": 128 } }""");

        Assert.That(ExperimentFolder.Resolve(file, "decoder:name=lte")["decoder"]!["hidden_dim"]!.Text, Is.EqualTo("128"));
        Assert.That(ExperimentFolder.Resolve(file, "decoder=lte")["decoder"]!["hidden_dim"]!.Text, Is.EqualTo("128"));
        Assert.That(ExperimentFolder.Resolve(file, "decoder=lmi")["decoder"]!["hidden_dim"], Is.Null);
    }

    [Test]
    public void A_data_sets_name_is_no_plugin_where_a_source_is_named()
    {
        var file = _folder.Write("a.json", """{ "data": { "source": "image-folder", "root": "x" } }""");
        var data = ExperimentFolder.Resolve(file, "data:name=Set5")["data"]!;

        Assert.That(data["root"]!.Text, Is.EqualTo("x"));
        Assert.That(data["name"]!.Text, Is.EqualTo("Set5"));
    }

    [Test]
    public void Strength_grows_from_bases_over_the_file_and_the_environment_to_set()
    {
        _folder.Write("weak.json", """{ "a": { "p": "weak", "q": "weak", "r": "weak", "s": "weak", "t": "weak" } }""");
        _folder.Write("strong.json", """{ "a": { "q": "strong", "r": "strong", "s": "strong", "t": "strong" } }""");
        var file = _folder.Write("top.json", """{ "extends": ["weak.json", "strong.json"], "a": { "r": "file", "s": "file", "t": "file" } }""");
        Environment.SetEnvironmentVariable("COZ__A__S", "environment");
        Environment.SetEnvironmentVariable("COZ__A__T", "environment");
        try
        {
            var a = ExperimentFolder.Resolve(file, "a:t=set")["a"]!;
            Assert.That(new[] { "p", "q", "r", "s", "t" }.Select(key => a[key]!.Text), Is.EqualTo(new[] { "weak", "strong", "file", "environment", "set" }));
            Assert.That(a["s"]!.Origin.Label, Is.EqualTo("COZ__A__S"));
        }
        finally
        {
            Environment.SetEnvironmentVariable("COZ__A__S", null);
            Environment.SetEnvironmentVariable("COZ__A__T", null);
        }
    }

    [Test]
    public void Every_value_knows_its_origin()
    {
        _folder.Write("base.json", """{ "a": { "x": 1, "y": 2 } }""");
        var root = ExperimentFolder.Resolve(_folder.Write("top.json", """{ "extends": "base.json", "a": { "y": 3 } }"""), "a:z=4");
        var origins = ResolvedTree.Leaves(root).ToDictionary(leaf => leaf.Key, leaf => leaf.Node.Origin.Label);

        Assert.That(origins["a:x"], Does.EndWith("base.json"));
        Assert.That(origins["a:y"], Does.EndWith("top.json"));
        Assert.That(origins["a:z"], Is.EqualTo("--set a:z"));
    }

    [Test]
    public void Set_takes_json_for_lists_and_objects()
    {
        var root = ExperimentFolder.Resolve(_folder.Write("a.json", "{}"), "k=[2,3]", """o={"name":"x","n":1.5}""");

        Assert.That(root["k"]!.Items!.Select(item => item.Text), Is.EqualTo(new[] { "2", "3" }));
        Assert.That(root["o"]!["n"]!.Text, Is.EqualTo("1.5"));
    }

    [Test]
    public void A_matrix_runs_the_product_of_its_lists()
    {
        var file = _folder.Write("a.json", """{ "decoder": { "name": "lte", "hidden_dim": 4 }, "matrix": { "decoder:name": ["lmi", "liif"], "seed": [1, 2, 3] } }""");
        var roots = CozHost.Resolve(file, []).Roots;

        Assert.That(roots.Select(root => $"{root.Root["decoder"]!["name"]!.Text} {root.Root["seed"]!.Text}"), Is.EquivalentTo(new[] { "lmi 1", "lmi 2", "lmi 3", "liif 1", "liif 2", "liif 3" }));
        Assert.That(roots, Has.All.Matches<(ConfigNode Root, string Choice)>(root => root.Root["decoder"]!["hidden_dim"] is null && root.Root["matrix"] is null));
    }

    [Test]
    public void Malformed_json_is_named_with_file_and_line()
    {
        var file = _folder.Write("bad.json", "{\n  \"a\": 1,\n  \"b\" 2\n}");

        Assert.That(() => ExperimentFolder.Resolve(file), Throws.TypeOf<UsageException>().With.Message.Contains("bad.json, line 3").And.Message.Not.Contains("\n"));
    }

    [Test]
    public void Bases_that_form_a_ring_are_refused()
    {
        _folder.Write("a.json", """{ "extends": "b.json" }""");
        var file = _folder.Write("b.json", """{ "extends": "a.json" }""");

        Assert.That(() => ExperimentFolder.Resolve(file), Throws.TypeOf<UsageException>().With.Message.Contains("b.json -> a.json -> b.json"));
    }

    [Test]
    public void A_missing_base_and_a_missing_file_are_named()
    {
        var file = _folder.Write("a.json", """{ "extends": "none.json" }""");

        Assert.That(() => ExperimentFolder.Resolve(file), Throws.TypeOf<UsageException>().With.Message.Contains("none.json"));
        Assert.That(() => ExperimentFolder.Resolve(Path.Combine(_folder.Path, "absent.json")), Throws.TypeOf<UsageException>().With.Message.Contains("absent.json"));
    }
}
