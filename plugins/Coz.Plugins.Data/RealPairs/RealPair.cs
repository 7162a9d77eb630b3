namespace Coz.Plugins.Data;

/// <summary>Two files that belong together.</summary>
/// <param name="Name">Their name in tables.</param>
/// <param name="Lr">The LR file.</param>
/// <param name="Hr">The HR file.</param>
internal sealed record RealPair(string Name, string Lr, string Hr);
