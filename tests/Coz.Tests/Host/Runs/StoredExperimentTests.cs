using System.Text.Json.Nodes;
using Coz.Contracts;
using Coz.Host.Configuration;
using Coz.Host.Experiments;
using Coz.Host.Runs;
using Coz.Tests.Support;

namespace Coz.Tests.Host.Runs;

[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class StoredExperimentTests : IDisposable
{
    private readonly TemporaryFolder _runs = new();

    public void Dispose() => _runs.Dispose();

    [Test]
    public void What_is_read_has_the_texts_and_the_folders_of_what_was_written()
    {
        var root = ConfigNode.Object(
        [
            Pair("task", ConfigNode.Object([Pair("name", Scalar("walk", "/a")), Pair("out", Scalar("here", "/b")), Pair("rate", Scalar("1e-4", "/a"))], new Origin("", "/a"))),
            Pair("models", ConfigNode.List([Scalar("x", "/c"), Scalar("y", "/c")], new Origin("", "/c"))),
            Pair("nothing", Scalar(null, "/a")),
        ], new Origin("", "/a"));
        var folder = Store(root);

        var read = StoredExperiment.Read(folder);

        Assert.That(ResolvedTree.Leaves(read).Select(Fact), Is.EqualTo(ResolvedTree.Leaves(root).Select(Fact)));
    }

    [TestCase("007")]
    [TestCase("+5")]
    [TestCase(".5")]
    [TestCase("1_000")]
    [TestCase("True")]
    [TestCase(" 5")]
    [TestCase("NaN")]
    [TestCase("")]
    public void A_text_that_json_would_write_otherwise_stays_a_string(string text) => Assert.That(Scalar(text, "").ToJson()!.ToJsonString(), Is.EqualTo($"\"{text}\"").Or.EqualTo($"\"\\u002B5\""));

    [TestCase("7")]
    [TestCase("-0.25")]
    [TestCase("1e-4")]
    [TestCase("123456789012345678901234567890")]
    [TestCase("true")]
    public void A_number_and_a_truth_value_keep_every_digit(string text)
    {
        Assert.That(Scalar(text, "").ToJson()!.ToJsonString(), Is.EqualTo(text));
        Assert.That(ConfigNode.FromJson(JsonNode.Parse(text), new Origin("", "")).Text, Is.EqualTo(text));
    }

    [Test]
    public void The_same_relative_path_from_another_folder_is_another_experiment()
    {
        var folder = Store(Root("photos", "/here"));

        Assert.That(StoredExperiment.IsOf(folder, Root("photos", "/here")));
        Assert.That(StoredExperiment.IsOf(folder, Root("photos", "/there")), Is.False);
        Assert.That(StoredExperiment.IsOf(folder, Root("pictures", "/here")), Is.False);
    }

    [TestCase("/photos")]
    [TestCase("3")]
    public void Where_an_absolute_path_or_a_number_was_set_makes_no_difference(string value)
    {
        var folder = Store(Root(value, "/here"));

        Assert.That(StoredExperiment.IsOf(folder, Root(value, "/there")));
    }

    [Test]
    public void A_folder_without_a_whole_experiment_is_named()
    {
        var folder = Store(Root("photos", "/here"));
        File.Delete(folder.OriginsFile);

        Assert.That(() => StoredExperiment.Read(folder), Throws.InstanceOf<CozException>().With.Message.Contains(folder.Path).And.Message.Contains("origins.json"));
        Assert.That(StoredExperiment.IsOf(folder, Root("photos", "/here")), Is.False);
    }

    private static (string, string?, string) Fact((string Key, ConfigNode Node) leaf) => (leaf.Key, leaf.Node.ToJson()?.ToJsonString(), leaf.Node.Origin.BaseFolder);

    private static ConfigNode Root(string value, string folder) => ConfigNode.Object([Pair("data", Scalar(value, folder))], new Origin("", "/a"));

    private static KeyValuePair<string, ConfigNode> Pair(string key, ConfigNode value) => KeyValuePair.Create(key, value);

    private static ConfigNode Scalar(string? text, string folder) => ConfigNode.Scalar(text, new Origin("", folder));

    private RunFolder Store(ConfigNode root) => RunFolder.Create(_runs.FullPath, new Experiment("sample", root, "none", null, 0, "cpu"));
}
