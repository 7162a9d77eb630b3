using Coz.Contracts;

namespace Coz.BadPlugins;

[Plugin("good", Summary = "Loads beside all the others")]
public sealed class GoodTask : IdleTask;
