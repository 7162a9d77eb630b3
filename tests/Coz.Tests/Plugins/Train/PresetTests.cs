using Coz.Host;
using Coz.Tests.Host.Plugins;
using Coz.Tests.Support;

namespace Coz.Tests.Plugins.Train;

[TestFixture]
public sealed class PresetTests
{
    public static IEnumerable<string> Presets() => Directory.EnumerateFiles(Repository.Path("samples", "experiments", "train"), "*.json")
        .Append(Repository.Path("samples", "experiments", "coz-table.json"))
        .Select(path => Path.GetRelativePath(Repository.Path("samples", "experiments"), path))
        .Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(Presets))]
    public void A_preset_is_a_sound_experiment(string preset)
    {
        using var root = new TemporaryFolder();
        var experiments = TestHost.OverOurs(root).Bind(Repository.Path("samples", "experiments", preset), []);

        Assert.That(experiments.Select(experiment => experiment.TaskName), Is.All.EqualTo(preset == "coz-table.json" ? "coz-table" : "train").And.Not.Empty);
        Assert.That(experiments[0].Root["description"]!.Text, Is.Not.Empty);
    }

    [Test]
    public void The_table_can_be_planned_without_its_data()
    {
        using var root = new TemporaryFolder();
        var host = TestHost.OverOurs(root);
        var experiment = host.Bind(Repository.Path("samples", "experiments", "coz-table.json"),
        [
            "task:batch=4", "task:patch=8", "task:queries=16", """encoders=[{"name":"edsr-baseline","n_resblocks":1}]""", "decoders=metasr,lmi",
        ]).Single();
        var (plan, faults) = host.Runner.Plan(experiment, CancellationToken.None);

        // 153 scenes, 20 times each, in batches of 4, 300 epochs.
        Assert.That(plan.Single().Rows.Select(row => row[3]), Is.EqualTo(new[] { "229,500", "229,500", "459,000" }));
        Assert.That(faults, Has.Some.StartsWith("data: "));
    }
}
