namespace Coz.Contracts;

/// <summary>What is known of an available part without constructing it.</summary>
/// <param name="Kind">The part's kind, for example <c>decoder</c>.</param>
/// <param name="Name">The part's name within its kind.</param>
/// <param name="Summary">One line that says what it is.</param>
/// <param name="PluginId">The id of the plugin that provides it.</param>
public sealed record PartInfo(string Kind, string Name, string Summary, string PluginId);
