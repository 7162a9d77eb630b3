namespace Coz.Plugins.Data;

/// <summary>A scene, or a pair, with its images and their scales: against the coarsest one; of the HR image against each in tests.</summary>
internal sealed record CheckedScene(string Name, string Half, IReadOnlyList<(CheckedImage Image, double? Scale)> Images);
