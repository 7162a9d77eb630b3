using Coz.Contracts;

namespace Coz.BadPlugins;

[Plugin("own-torchsharp", Summary = "Carries its own TorchSharp")]
public sealed class OwnTorchsharpTask : IdleTask;
