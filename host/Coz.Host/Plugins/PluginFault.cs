namespace Coz.Host.Plugins;

/// <summary>Why a plugin cannot be used, and what to do about it.</summary>
/// <param name="Status">The status it gives the plugin.</param>
/// <param name="Cause">What was found, in a line.</param>
/// <param name="Remedy">What to do, in a line.</param>
public sealed record PluginFault(PluginStatus Status, string Cause, string Remedy);
