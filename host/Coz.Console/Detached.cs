using System.Runtime.InteropServices;

namespace Coz.Console;

/// <summary>
/// A process that outlives the one that started it: what it prints goes to a file, not to a pipe that breaks, and the end of the
/// terminal does not end it. Used as <c>coz detached LOG VERB ...</c> by the text UI.
/// </summary>
internal sealed class Detached : IDisposable
{
    public const string Verb = "detached";

    private readonly TextWriter _log;
    private readonly PosixSignalRegistration[] _signals;

    public Detached(string log)
    {
        var file = new FileStream(log, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        _log = TextWriter.Synchronized(new StreamWriter(file) { AutoFlush = true });
        System.Console.SetOut(_log);
        System.Console.SetError(_log);
        _signals = [Ignore(PosixSignal.SIGHUP), Ignore(PosixSignal.SIGINT)];
    }

    public void Dispose()
    {
        foreach (var signal in _signals)
            signal.Dispose();
        _log.Flush();
    }

    private static PosixSignalRegistration Ignore(PosixSignal signal) => PosixSignalRegistration.Create(signal, context => context.Cancel = true);
}
