namespace Coz.Console;

/// <summary>What the process has once, for itself and every plugin. What these need in turn comes from the same place.</summary>
internal static class SharedAssemblies
{
    public static readonly string[] Names =
    [
        "Coz.Contracts",
        "Coz.Contracts.Models",
        "Coz.Toolkit",
        "TorchSharp",
        "OpenCvSharp",
        "Microsoft.Extensions.Configuration.Abstractions",
        "Microsoft.Extensions.DependencyInjection.Abstractions",
        "Microsoft.Extensions.Logging.Abstractions",
    ];
}
