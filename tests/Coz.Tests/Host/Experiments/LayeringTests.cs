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
    public void An_index_reaches_into_a_list_and_leaves_its_other_elements()
    {
        var file = _folder.Write("a.json", """{ "task": { "steps": [{ "name": "capture", "frames": 8, "to": 140 }, { "name": "align" }] }, "scales": [2, 3] }""");
        var root = ExperimentFolder.Resolve(file, "task:steps:0:frames=12", "scales:1=2.7", "scales:2=4");

        var steps = root["task"]!["steps"]!.Items!;
        Assert.That(steps.Select(step => step["name"]!.Text), Is.EqualTo(new[] { "capture", "align" }));
        Assert.That((steps[0]["frames"]!.Text, steps[0]["to"]!.Text), Is.EqualTo(("12", "140")));
        Assert.That(root["scales"]!.Items!.Select(item => item.Text), Is.EqualTo(new[] { "2", "2.7", "4" }));
        Assert.That(steps[0]["to"]!.Origin.Label, Does.EndWith("a.json"));
    }

    [Test]
    public void An_element_that_names_another_plugin_drops_the_options_of_the_first_and_says_so()
    {
        var file = _folder.Write("a.json", """{ "metrics": ["ssim", { "name": "psnr", "protocols": ["y"] }] }""");
        var (roots, dropped) = CozHost.Resolve(file, ["metrics:1:name=lpips"]);

        Assert.That(roots.Single().Root["metrics"]!.Items![1]["protocols"], Is.Null);
        Assert.That(dropped.Single(), Does.Contain("metrics:1:protocols").And.Contain("--set metrics:1:name"));
    }

    [Test]
    public void An_index_makes_a_list_where_there_is_none()
    {
        var file = _folder.Write("a.json", """{ "metric": "psnr" }""");
        var root = ExperimentFolder.Resolve(file, "models:0=bicubic", "metric:1=ssim");

        Assert.That(root["models"]!.Items!.Single().Text, Is.EqualTo("bicubic"));
        Assert.That(root["metric"]!.Items!.Select(item => item.Text), Is.EqualTo(new[] { "psnr", "ssim" }));
    }

    [Test]
    public void An_index_reaches_into_a_list_that_was_set_with_commas()
    {
        var file = _folder.Write("a.json", """{ "seed": 1 }""");
        Assert.That(ExperimentFolder.Resolve(file, "scales=2,3,4", "scales:1=5")["scales"]!.Items!.Select(item => item.Text), Is.EqualTo(new[] { "2", "5", "4" }));
    }

    [Test]
    public void Null_takes_a_value_away()
    {
        var file = _folder.Write("a.json", """{ "task": { "epochs": 1000 } }""");
        var epochs = ExperimentFolder.Resolve(file, "task:epochs=null")["task"]!["epochs"]!;
        Assert.That((epochs.IsScalar, epochs.Text), Is.EqualTo((true, (string?)null)));
    }

    [TestCase("3")]
    [TestCase("99999999999")]
    public void An_index_beyond_the_end_of_its_list_is_refused(string index)
    {
        var file = _folder.Write("a.json", """{ "scales": [2, 3] }""");
        Assert.That(
            () => ExperimentFolder.Resolve(file, $"scales:{index}=4"),
            Throws.TypeOf<UsageException>().With.Message.Contains($"scales has 2 elements, so an index from 0 to 2 is expected (the last one appends); got {index}"));
    }

    [Test]
    public void The_environment_fills_a_list_in_the_order_of_its_indices()
    {
        var file = _folder.Write("a.json", """{ "scales": [] }""");
        var names = Enumerable.Range(0, 12).Select(index => $"COZ__SCALES__{index}").ToList();
        names.ForEach(name => Environment.SetEnvironmentVariable(name, name[^1..]));
        try
        {
            Assert.That(string.Concat(ExperimentFolder.Resolve(file)["scales"]!.Items!.Select(item => item.Text)), Is.EqualTo("012345678901"));
        }
        finally
        {
            names.ForEach(name => Environment.SetEnvironmentVariable(name, null));
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
