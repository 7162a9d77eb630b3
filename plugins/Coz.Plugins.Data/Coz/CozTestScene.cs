namespace Coz.Plugins.Data;

/// <summary>A scene of the test half: LR images in ordinal order, and the HR image at its position.</summary>
internal sealed record CozTestScene(string Name, IReadOnlyList<string> Files, string Hr);
