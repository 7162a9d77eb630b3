using Coz.Contracts;

namespace Coz.BadPlugins;

[Plugin("truncated", Summary = "Loses its second half, as in a copy that was cut short")]
public sealed class TruncatedTask : IdleTask;
