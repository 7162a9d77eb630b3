using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Coz.Host.Runs;
using Coz.Tests.Support;

namespace Coz.Tests.Host.Runs;

[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RunLockTests : IDisposable
{
    private readonly TemporaryFolder _files = new();
    private readonly RunFolder _folder;

    public RunLockTests() => _folder = new RunFolder(_files.FullPath);

    public void Dispose() => _files.Dispose();

    [Test]
    public void Without_a_lock_a_run_is_over() => Assert.That(RunLock.IsHeld(_folder), Is.False);

    [Test]
    public void The_lock_of_a_process_that_is_there_is_held()
    {
        Write(Environment.ProcessId, Environment.MachineName, DateTimeOffset.Now);

        Assert.That(RunLock.IsHeld(_folder));
        using var owner = RunLock.Owner(_folder);
        Assert.That(owner!.Id, Is.EqualTo(Environment.ProcessId));
    }

    [Test]
    public void The_lock_of_a_process_that_is_gone_is_not_however_fresh_it_is()
    {
        using var gone = Process.Start(new ProcessStartInfo("dotnet", ["--version"]) { RedirectStandardOutput = true })!;
        gone.StandardOutput.ReadToEnd();
        gone.WaitForExit();
        Write(gone.Id, Environment.MachineName, DateTimeOffset.Now);

        Assert.That(RunLock.IsHeld(_folder), Is.False);
    }

    [Test]
    public void A_process_that_is_younger_than_the_lock_is_another_one()
    {
        Write(Environment.ProcessId, Environment.MachineName, DateTimeOffset.Now.AddDays(-1));

        Assert.That(RunLock.IsHeld(_folder), Is.False);
    }

    [TestCase(1, true)]
    [TestCase(60, false)]
    public void On_another_machine_the_heartbeat_decides(int seconds, bool isHeld)
    {
        Write(1, "another-machine", DateTimeOffset.Now);
        File.SetLastWriteTimeUtc(_folder.Lock, DateTime.UtcNow.AddSeconds(-seconds));

        Assert.That(RunLock.IsHeld(_folder), Is.EqualTo(isHeld));
    }

    [TestCase(1, true)]
    [TestCase(60, false)]
    public void A_lock_that_cannot_be_read_is_held_as_long_as_it_is_fresh(int seconds, bool isHeld)
    {
        File.WriteAllText(_folder.Lock, "{\"pid\":");
        File.SetLastWriteTimeUtc(_folder.Lock, DateTime.UtcNow.AddSeconds(-seconds));

        Assert.That(RunLock.IsHeld(_folder), Is.EqualTo(isHeld));
    }

    private void Write(int id, string machine, DateTimeOffset started) => File.WriteAllText(_folder.Lock, new JsonObject
    {
        ["pid"] = id,
        ["machine"] = machine,
        ["started"] = started.ToString("O", CultureInfo.InvariantCulture),
    }.ToJsonString());
}
