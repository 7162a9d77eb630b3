using System.ComponentModel;

namespace Coz.Contracts.Devices;

/// <summary>What the options of every driver have in common.</summary>
public abstract record DeviceOptions : PluginOptions
{
    /// <summary>How long operations may take.</summary>
    [Description("How long each operation may take, in seconds.")]
    public DeviceDeadlines Deadlines { get; init; } = new();
}
