using Coz.Contracts;

namespace Coz.BadPlugins;

[Plugin("missing-member", Summary = "Calls what these contracts do not have")]
public sealed class MissingMemberTask : IdleTask
{
    public override IEnumerable<string> Validate() => [UsageException.ForKey("task").Message];
}
