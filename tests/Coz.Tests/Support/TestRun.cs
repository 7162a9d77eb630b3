using Coz.Contracts;

namespace Coz.Tests.Support;

/// <summary>A run without a host: it keeps the events it is given.</summary>
internal sealed class TestRun(string folder) : IRunContext
{
    public List<RunEvent> Events { get; } = [];

    public string Folder => folder;

    public int Seed { get; init; }

    public string Device => "cpu";

    public IEnumerable<string> Messages => Events.OfType<MessageEvent>().Select(message => message.Text);

    /// <summary>Sees every event after it was kept.</summary>
    public Action<RunEvent>? Observer { get; set; }

    public void Publish(RunEvent runEvent)
    {
        Events.Add(runEvent);
        Observer?.Invoke(runEvent);
    }

    public ValueTask WaitWhilePausedAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
