using Coz.Contracts;

namespace Coz.BadPlugins;

[Plugin("missing-dependency", Summary = "Was copied without a DLL it needs")]
public sealed class MissingDependencyTask : IdleTask
{
    public Helper Helper { get; } = new();
}
