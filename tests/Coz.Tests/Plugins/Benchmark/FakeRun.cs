using Coz.Contracts;

namespace Coz.Tests.Plugins.Benchmark;

/// <summary>A run that keeps its events, and can stop or pause after a number of gates.</summary>
internal sealed class FakeRun(string folder) : IRunContext
{
    public List<RunEvent> Events { get; } = [];

    public int Gates { get; private set; }

    public Action<int>? AtGate { get; set; }

    public string Folder => folder;

    public int Seed { get; init; } = 3;

    public string Device => "cpu";

    public void Publish(RunEvent runEvent) => Events.Add(runEvent);

    public ValueTask WaitWhilePausedAsync(CancellationToken cancellationToken)
    {
        AtGate?.Invoke(++Gates);
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.CompletedTask;
    }
}
