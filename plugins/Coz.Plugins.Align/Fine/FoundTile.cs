namespace Coz.Plugins.Align;

/// <summary>Where a tile was found.</summary>
/// <param name="Tile">The tile.</param>
/// <param name="X">How far along x it lies off the similarity of the two photos, in reference pixels.</param>
/// <param name="Y">How far along y.</param>
internal sealed record FoundTile(Tile Tile, double X, double Y);
