using Coz.Contracts;

namespace Coz.BadPlugins;

[Plugin("throws", Summary = "Throws in its constructor")]
public sealed class ThrowsTask : IdleTask
{
    public ThrowsTask() => throw new InvalidOperationException("This constructor always throws.");
}
