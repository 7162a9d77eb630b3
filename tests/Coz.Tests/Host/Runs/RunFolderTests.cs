using Coz.Contracts;
using Coz.Host.Configuration;
using Coz.Host.Experiments;
using Coz.Host.Runs;
using Coz.Tests.Support;

namespace Coz.Tests.Host.Runs;

[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RunFolderTests : IDisposable
{
    private static readonly Experiment Sample = new("sample", ConfigNode.Object([], new Origin("", "")), "none", null, 0, "cpu");

    private readonly TemporaryFolder _runs = new();
    private readonly RunFolder _folder;

    public RunFolderTests()
    {
        _folder = RunFolder.Create(_runs.FullPath, Sample);
        File.Delete(_folder.Lock);
    }

    public void Dispose() => _runs.Dispose();

    [Test]
    public void Of_two_that_take_up_one_run_the_second_is_refused()
    {
        using (_folder.Reclaim())
        {
            Assert.That(() => _folder.Reclaim(), Throws.InstanceOf<UsageException>().With.Message.Contains("goes on already"));

            // The first has not written its lock yet: by the lock alone the run would be free.
            File.Delete(_folder.Lock);
            Assert.That(() => _folder.Reclaim(), Throws.InstanceOf<UsageException>().With.Message.Contains("goes on already"));
            File.Delete(_folder.Lock);
        }

        Assert.That(() => _folder.Reclaim().Dispose(), Throws.Nothing);
    }

    [Test]
    public void A_run_whose_lock_is_held_is_not_taken_and_can_be_afterwards()
    {
        using (new RunControl(_folder, CancellationToken.None))
            Assert.That(() => _folder.Reclaim(), Throws.InstanceOf<UsageException>().With.Message.Contains("coz runs stop"));

        Assert.That(() => _folder.Reclaim().Dispose(), Throws.Nothing);
    }

    [Test]
    public void Every_process_that_takes_a_run_up_says_what_it_runs_on_in_a_file_of_its_own()
    {
        var names = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            names.Add(Path.GetFileName(_folder.NextEnvironmentFile()));
            File.WriteAllText(_folder.NextEnvironmentFile(), "{}");
        }

        Assert.That(names, Is.EqualTo(new[] { "environment.json", "environment-2.json", "environment-3.json" }));
    }
}
