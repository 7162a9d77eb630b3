using Coz.Contracts;
using Coz.Contracts.Devices;

namespace Coz.Plugins.Align;

/// <summary>
/// Aligns a longer photo to a wider one in two stages: SIFT and a homography, then tiles with sub-pixel shifts and a smooth field. The
/// verdict stands on tiles whose measured shifts had no part in the fit: neither the residuals of the homography nor the correlation tell a good
/// pair from a bad one. Tiles overlap by half, so the pixels of a held-out tile are in fitted ones too: held out are measurements, not pixels.
/// </summary>
/// <param name="options">The limits.</param>
[Plugin("two-stage", Summary = "Two-stage SIFT alignment: homography, then sub-pixel tiles and a smooth field; judged on held-out tiles")]
public sealed class TwoStageAligner(TwoStageOptions options) : Aligner
{
    private readonly Judge _judge = new(options);

    /// <inheritdoc/>
    protected override Task<Alignment> AlignCoreAsync(AlignmentRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Task.Run(() => Align(Photo.Read(request.Reference), Photo.Read(request.Moving), cancellationToken), cancellationToken);
    }

    private Alignment Align(Photo reference, Photo moving, CancellationToken cancellationToken)
    {
        if (reference.Width != moving.Width || reference.Height != moving.Height)
            return new Alignment(null, new AlignmentMetrics(), [new Rejection(RejectionKind.Image, $"the photos have different sizes, {reference.Width}x{reference.Height} and {moving.Width}x{moving.Height}")]);
        var coarse = new CoarseStage(reference, moving).Run(cancellationToken);
        var metrics = new AlignmentMetrics { Inliers = coarse.Inliers.Count, Further = new Dictionary<string, double> { ["reference_features"] = coarse.ReferenceFeatures, ["moving_features"] = coarse.MovingFeatures, ["matches"] = coarse.Matches } };
        if (!Judge.MayAgree(coarse))
            return OtherScene();

        // So few that it may be chance: then the tiles have to confirm it.
        var isSure = Judge.Agree(coarse);
        var start = new Warp(coarse.Homography!, null, reference.Width, reference.Height, moving.Width, moving.Height);
        if (_judge.Geometry(reference, moving, start).ToList() is { Count: > 0 } faults)
            return isSure ? new Alignment(null, metrics with { Scale = WarpGeometry.Scale(start), Rotation = WarpGeometry.Rotation(start) }, faults) : OtherScene();
        var fine = new FineStage(reference, moving, coarse.Homography!).Run(cancellationToken);
        if (!isSure && (fine is null || !Judge.IsConfirmed(fine)))
            return OtherScene();
        return fine is null
            ? new Alignment(null, metrics, [new Rejection(RejectionKind.Overlap, "the photos share too little to be compared")])
            : Judged(reference, moving, coarse, fine, metrics, cancellationToken);

        Alignment OtherScene() => new(null, metrics, [.. _judge.WithoutHomography(coarse, Guess(reference, moving, cancellationToken))]);
    }

    private Alignment Judged(Photo reference, Photo moving, CoarseResult coarse, FineResult fine, AlignmentMetrics metrics, CancellationToken cancellationToken)
    {
        var light = new LightMeter(reference, moving, fine.Warp, fine.Area).Measure(cancellationToken);
        var heldOut = fine.HeldOut;
        metrics = metrics with
        {
            Scale = WarpGeometry.Scale(fine.Warp),
            Rotation = WarpGeometry.Rotation(fine.Warp),
            InlierCells = Judge.Occupied(coarse.Inliers, fine.Area),
            Overlap = WarpGeometry.Overlap(fine.Warp),
            FitTiles = fine.Fitted.Count,
            HeldOutTiles = heldOut.Count,
            HeldOutP95 = fine.Error,
            HeldOutMax = FineResult.Percentile(heldOut.Select(tile => tile.Length), 1),
            CoarseP95 = FineResult.Percentile(heldOut.Select(tile => Distance(coarse.Homography!, fine.Warp, tile)), 0.95),
            Gain = light.Gain,
            Bias = light.Bias,
            Further = new Dictionary<string, double>(metrics.Further) { ["noise"] = fine.Noise, ["held_out_tile_p95"] = FineResult.Percentile(heldOut.Select(tile => tile.Length), 0.95), ["held_out_pooled_p95"] = fine.Pooled, ["model_p95"] = fine.Uncertainty, ["light_ev"] = Math.Log2(light.LinearGain), ["clipped_reference"] = light.ClippedReference, ["clipped_moving"] = light.ClippedMoving },
        };
        return new Alignment(fine.Warp, metrics, [.. _judge.Aligned(fine, metrics, light)])
        {
            Tiles = [.. fine.Textured.Select(tile => new TileShift(tile.Tile.CentreX, tile.Tile.CentreY, tile.ShiftX, tile.ShiftY, tile.Tile.IsHeldOut, Math.Clamp(1 - (tile.Worst * fine.Noise / 0.05), 0, 1)))],
        };
    }

    // By the focal lengths alone, about the common centre: good enough to compare the light.
    private static Light? Guess(Photo reference, Photo moving, CancellationToken cancellationToken)
    {
        var ratio = moving.FocalLength / reference.FocalLength;
        var (x, y) = ((moving.Width - 1) / 2.0 * (1 - ratio), (moving.Height - 1) / 2.0 * (1 - ratio));
        var warp = new Warp([ratio, 0, x, 0, ratio, y, 0, 0, 1], null, reference.Width, reference.Height, moving.Width, moving.Height);
        var area = WarpGeometry.Shared(warp, 1);
        return area.Width < 16 || area.Height < 16 ? null : new LightMeter(reference, moving, warp, area).Measure(cancellationToken);
    }

    private static double Distance(double[] homography, Warp warp, TileMeasure tile)
    {
        var (x, y) = Homographies.Apply(homography, tile.Tile.CentreX, tile.Tile.CentreY);
        var (trueX, trueY) = warp.Map(tile.Tile.CentreX + tile.ShiftX, tile.Tile.CentreY + tile.ShiftY);
        return Math.Sqrt(((x - trueX) * (x - trueX)) + ((y - trueY) * (y - trueY))) / WarpGeometry.Scale(warp);
    }
}
