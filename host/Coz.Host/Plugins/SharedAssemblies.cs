namespace Coz.Host.Plugins;

/// <summary>What the process has once, for itself and every plugin. What these need in turn comes from the same place.</summary>
public static class SharedAssemblies
{
    /// <summary>Their simple names.</summary>
    public static IReadOnlyList<string> Names { get; } =
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
