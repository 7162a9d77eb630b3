namespace Coz.Host.Configuration;

/// <summary>Where a value was set.</summary>
/// <param name="Label">As a reader knows it: a file's path, <c>--set</c>, an environment variable's name.</param>
/// <param name="BaseFolder">The folder against which its relative paths resolve.</param>
public sealed record Origin(string Label, string BaseFolder);
