using Coz.Contracts;

namespace Coz.BadPlugins;

[Plugin("wrong-range", Summary = "Wants contracts of another age")]
public sealed class WrongRangeTask : IdleTask;
