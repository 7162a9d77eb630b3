using Coz.Contracts;

namespace Coz.BadPlugins;

[Plugin("provides-less", Summary = "The one part of two that is there")]
public sealed class ProvidesLessTask : IdleTask;
