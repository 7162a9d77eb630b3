using Coz.Contracts;

namespace Coz.BadPlugins;

[Plugin("not-dotnet", Summary = "Becomes a text file")]
public sealed class NotDotnetTask : IdleTask;
