using Coz.Contracts;

namespace Coz.BadPlugins;

[Plugin("kills", Summary = "Ends the process in its constructor")]
public sealed class KillsTask : IdleTask
{
    public KillsTask() => Environment.Exit(77);
}
