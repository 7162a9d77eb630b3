namespace Coz.Plugins.Data;

/// <summary>The images of a scene at several focal lengths, in ordinal order.</summary>
internal sealed record CozScene(string Name, IReadOnlyList<string> Files);
