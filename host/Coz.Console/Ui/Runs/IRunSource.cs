using Coz.Contracts;

namespace Coz.Console.Ui.Runs;

/// <summary>A run as it is followed from outside: by its folder, never by a call that waits for it. Disposing it lets the run go on.</summary>
internal interface IRunSource : IDisposable
{
    /// <summary>The run's folder; null before it has one.</summary>
    string? Folder { get; }

    /// <summary>True once nothing more will come, and all that came has been read.</summary>
    bool IsOver { get; }

    /// <summary>What it says of its end beside its events, in one line: why it could not be started, or how its process ended; null if nothing.</summary>
    string? Complaint { get; }

    /// <summary>The events since the last call.</summary>
    IReadOnlyList<RunEvent> Read();

    /// <summary>Ends the process and those it started.</summary>
    void Kill();
}
