using Coz.Contracts;
using Coz.Host.Configuration;
using Coz.Host.Experiments;
using Coz.Host.Runs;
using Coz.Tests.Support;

namespace Coz.Tests.Host.Runs;

/// <summary>A run is paused, told to go on, and stopped, by itself and from outside.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RunControlTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);
    private static readonly Experiment Sample = new("sample", ConfigNode.Object([], new Origin("", "")), "none", null, 0, "cpu");

    private readonly TemporaryFolder _runs = new();
    private readonly RunFolder _folder;

    public RunControlTests() => _folder = RunFolder.Create(_runs.FullPath, Sample);

    public void Dispose() => _runs.Dispose();

    [Test]
    public async Task A_stop_ends_a_run_that_is_paused()
    {
        // The whole of a run on one task: what waits at the gate goes on, ends the run and lets go of its control.
        var run = Task.Run(async () =>
        {
            using var control = new RunControl(_folder, CancellationToken.None);
            control.Pause();
            await File.WriteAllTextAsync(_folder.Control, "stop");
            await control.WaitAsync(control.Token);
        });

        Assert.That(async () => await run.WaitAsync(Long), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(File.Exists(_folder.Lock), Is.False);
    }

    [Test]
    public void A_stop_that_nobody_has_read_yet_outlives_a_pause_from_within()
    {
        using var control = new RunControl(_folder, CancellationToken.None);
        File.WriteAllText(_folder.Control, "stop");

        control.Pause();

        Assert.That(async () => await control.WaitAsync(control.Token).WaitAsync(Long), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task A_resume_of_before_does_not_open_a_gate_that_was_closed_after_it()
    {
        using var control = new RunControl(_folder, CancellationToken.None);
        await File.WriteAllTextAsync(_folder.Control, "resume");

        control.Pause();

        Assert.That(File.Exists(_folder.Control), Is.False);
        Assert.That(control.IsPaused);
        await File.WriteAllTextAsync(_folder.Control, "resume");
        await control.WaitAsync(CancellationToken.None).WaitAsync(Long);
    }

    [Test]
    public async Task Whoever_answers_the_first_word_of_a_pause_is_heard()
    {
        using var control = new RunControl(_folder, CancellationToken.None);
        var isFirst = true;
        using var log = new EventLog(_folder.Events, _ =>
        {
            if (isFirst)
                File.WriteAllText(_folder.Control, "resume");
            isFirst = false;
        });

        await new RunContext(_folder.Path, Sample, log, control).PauseAsync("The cable is out.", CancellationToken.None).AsTask().WaitAsync(Long);

        Assert.That(File.ReadAllLines(_folder.Events).Select(RunEventJson.TryRead).OfType<FaultEvent>().Single(), Has.Property("Text").EqualTo("The cable is out.").And.Property("IsFatal").False);
    }

    [Test]
    public void A_run_without_a_folder_ends_where_it_would_pause()
    {
        using var control = new RunControl(null, CancellationToken.None);
        using var log = new EventLog(null, null);

        Assert.That(async () => await new RunContext("", Sample, log, control).PauseAsync("The cable is out.", default), Throws.InstanceOf<CozException>().With.Message.Contains("The cable is out.").And.Message.Contains("it ends"));
    }
}
