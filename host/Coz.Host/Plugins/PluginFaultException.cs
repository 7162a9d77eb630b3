namespace Coz.Host.Plugins;

/// <summary>Carries a plugin's fault out of a stage of loading.</summary>
/// <param name="fault">The fault.</param>
public sealed class PluginFaultException(PluginFault fault) : Exception(fault.Cause)
{
    /// <summary>The fault.</summary>
    public PluginFault Fault { get; } = fault;
}
