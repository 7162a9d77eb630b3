using System.Globalization;

namespace Coz.Plugins.Train;

/// <summary>A score at a scale: the mean over its images.</summary>
/// <param name="Scale">The nominal scale; 0 for random patches, each of a scale of its own.</param>
/// <param name="Value">The score.</param>
internal sealed record ScaleScore(double Scale, double Value)
{
    public string Name => Scale == 0 ? "patches" : string.Create(CultureInfo.InvariantCulture, $"x{Scale}");
}
