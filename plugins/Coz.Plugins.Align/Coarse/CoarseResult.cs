namespace Coz.Plugins.Align;

/// <summary>What the first stage found.</summary>
/// <param name="Homography">From reference pixels to moving pixels, row by row; null if none was found.</param>
/// <param name="Inliers">The places of the correspondences it explains, in reference pixels.</param>
/// <param name="ReferenceFeatures">Features of the reference in the area that was searched.</param>
/// <param name="MovingFeatures">Features of the moving image.</param>
/// <param name="Matches">Correspondences before any geometry.</param>
internal sealed record CoarseResult(double[]? Homography, IReadOnlyList<(double X, double Y)> Inliers, int ReferenceFeatures, int MovingFeatures, int Matches);
