using Coz.Conformance;
using Coz.Contracts;
using Coz.Contracts.Devices;
using Coz.Toolkit;

namespace Coz.Tests.Conformance;

/// <summary>An aligner that is told the truth of the conformance pictures: what a perfect one would answer; or a broken one.</summary>
internal sealed class OracleAligner(AlignerBreak broken) : Aligner
{
    private static readonly Warp True = Fit();
    private static int s_calls;

    protected override async Task<Alignment> AlignCoreAsync(AlignmentRequest request, CancellationToken cancellationToken)
    {
        // Long enough to be cancelled, where anybody could.
        if (broken == AlignerBreak.IgnoresCancels && cancellationToken.CanBeCanceled)
            await Task.Delay(TimeSpan.FromSeconds(3), CancellationToken.None);
        if (broken != AlignerBreak.AcceptsDamagedFiles)
            ImageFile.CheckWhole(request.Moving.Path);
        var isFlat = new FileInfo(request.Reference.Path).Length < 300_000;
        var isOther = Path.GetFileName(request.Moving.Path) != "long.png";
        var isAccepted = broken switch
        {
            AlignerBreak.AcceptsEverything => true,
            AlignerBreak.RejectsEverything => false,
            AlignerBreak.AcceptsAnyScene => !isFlat,
            AlignerBreak.AcceptsFlatSky => !isOther,
            _ => !isFlat && !isOther,
        };
        var reason = broken == AlignerBreak.GivesNoReason ? "" : "they differ";
        return new Alignment(Answer(), new AlignmentMetrics(), isAccepted ? [] : [new Rejection(RejectionKind.OtherScene, reason)]);
    }

    private Warp Answer() => broken switch
    {
        AlignerBreak.Guesses => new Warp([2, 0, -240, 0, 2, -180, 0, 0, 1], null, 480, 360, 480, 360),

        // Right to a millionth of a pixel, and never twice the same.
        AlignerBreak.Wanders => new Warp([.. True.Homography.Select((value, i) => i == 2 ? value + (1e-6 * Interlocked.Increment(ref s_calls)) : value)], True.Field, 480, 360, 480, 360),
        _ => True,
    };

    // The true warp as a similarity and a polynomial of the fifth order: least squares on a grid.
    private static Warp Fit()
    {
        var scale = AlignerScene.Long.FocalPixels / AlignerScene.Wide.FocalPixels;
        double[] h = [scale, 0, AlignerScene.Long.CentreX - (scale * AlignerScene.Wide.CentreX), 0, scale, AlignerScene.Long.CentreY - (scale * AlignerScene.Wide.CentreY), 0, 0, 1];
        var count = SmoothField.CountOf(5);
        var normal = new double[count, count + 2];
        var m = new double[count];
        for (var y = 60; y < 300; y += 6)
        {
            for (var x = 80; x < 400; x += 6)
            {
                var (trueX, trueY) = AlignerScene.Wide.Map(AlignerScene.Long, x, y);
                SmoothField.Monomials((x - 239.5) / 300, (y - 179.5) / 300, m);
                for (var i = 0; i < count; i++)
                {
                    for (var j = 0; j < count; j++)
                        normal[i, j] += m[i] * m[j];
                    normal[i, count] += m[i] * (((trueX - h[2]) / scale) - x);
                    normal[i, count + 1] += m[i] * (((trueY - h[5]) / scale) - y);
                }
            }
        }

        for (var i = 0; i < count; i++)
        {
            for (var k = 0; k < count; k++)
            {
                if (k == i)
                    continue;
                var factor = normal[k, i] / normal[i, i];
                for (var j = i; j < count + 2; j++)
                    normal[k, j] -= factor * normal[i, j];
            }
        }

        var (fx, fy) = (Enumerable.Range(0, count).Select(i => normal[i, count] / normal[i, i]).ToArray(), Enumerable.Range(0, count).Select(i => normal[i, count + 1] / normal[i, i]).ToArray());
        return new Warp(h, new SmoothField(fx, fy, []), 480, 360, 480, 360);
    }
}
