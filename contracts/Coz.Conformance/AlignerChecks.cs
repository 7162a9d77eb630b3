using System.Diagnostics;
using Coz.Contracts;
using Coz.Contracts.Devices;

namespace Coz.Conformance;

/// <summary>What holds for every aligner, on pictures whose true warp is known.</summary>
/// <param name="create">Makes an aligner.</param>
public sealed class AlignerChecks(Func<Aligner> create) : ConformanceSuite
{
    // The limit of good pairs up to x4.5, in LR pixels.
    private const double Limit = 0.1;

    private const string TooFast = "it ends before it could be cancelled";

    // So long an aligner has worked when it is cancelled.
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(20);

    /// <summary>The warp is right to a tenth of a pixel.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    [ConformanceCheck]
    public Task A_good_pair_is_accepted_with_a_warp_that_is_right_to_a_tenth_of_a_pixel(CancellationToken cancellationToken) => WithFolderAsync(async folder =>
    {
        var result = await AlignAsync(Pair(folder, 1), cancellationToken);
        Require(result.IsAccepted, $"it is rejected: {Reasons(result)}");
        var error = ErrorP95(result.Warp!);
        Require(error <= Limit, FormattableString.Invariant($"the warp is {error:0.000} LR pixels off (95th percentile), the limit is {Limit}"));
    });

    /// <summary>The warp survives its file.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    [ConformanceCheck]
    public Task Its_warp_is_the_same_after_a_round_through_json(CancellationToken cancellationToken) => WithFolderAsync(async folder =>
    {
        var warp = (await AlignAsync(Pair(folder, 1), cancellationToken)).Warp ?? throw new ConformanceException("a good pair has no warp");
        var copy = Warp.FromJson(warp.ToJson());
        Require(copy.Map(123.4, 56.7) == warp.Map(123.4, 56.7), "the warp maps elsewhere after a round through JSON");
    });

    /// <summary>The same pair gives the same result.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    [ConformanceCheck]
    public Task The_same_pair_gives_the_same_warp_again(CancellationToken cancellationToken) => WithFolderAsync(async folder =>
    {
        var pair = Pair(folder, 1);
        var (one, other) = (await AlignAsync(pair, cancellationToken), await AlignAsync(pair, cancellationToken));
        Require(one.Warp?.ToJson().ToJsonString() == other.Warp?.ToJson().ToJsonString(), "two runs over one pair give two warps");
    });

    /// <summary>Two scenes are not aligned.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    [ConformanceCheck]
    public Task Frames_of_two_scenes_are_rejected_with_a_reason(CancellationToken cancellationToken) => WithFolderAsync(async folder =>
    {
        var wide = new AlignerScene(folder, 1).Draw("wide.png", AlignerScene.Wide);
        var other = new AlignerScene(folder, 2).Draw("other.png", AlignerScene.Long);
        Rejected(await AlignAsync(Request(wide, other), cancellationToken));
    });

    /// <summary>Sky is not aligned.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    [ConformanceCheck]
    public Task Flat_sky_is_rejected_with_a_reason(CancellationToken cancellationToken) => WithFolderAsync(async folder =>
    {
        var scene = new AlignerScene(folder, 1);
        Rejected(await AlignAsync(Request(scene.Draw("wide.png", AlignerScene.Wide, isFlat: true), scene.Draw("long.png", AlignerScene.Long, isFlat: true)), cancellationToken));
    });

    /// <summary>A damaged file is rejected or a fault, never aligned.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    [ConformanceCheck]
    public Task A_damaged_file_is_not_aligned(CancellationToken cancellationToken) => WithFolderAsync(async folder =>
    {
        var pair = Pair(folder, 1);
        var bytes = await File.ReadAllBytesAsync(pair.Moving.Path, cancellationToken);
        await File.WriteAllBytesAsync(pair.Moving.Path, bytes[..(bytes.Length / 2)], cancellationToken);
        try
        {
            Rejected(await AlignAsync(pair, cancellationToken));
        }
        catch (CozException)
        {
            // A fault that says so is as good.
        }
    });

    /// <summary>An alignment that is cancelled while it works ends as cancelled: once in three times, for a cancellation may come when all is done but the return.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    [ConformanceCheck]
    public Task It_can_be_cancelled(CancellationToken cancellationToken) => WithFolderAsync(async folder =>
    {
        var pair = Pair(folder, 1);
        var wasInTime = false;
        for (var attempt = 0; attempt < 3; attempt++)
        {
            var isCancelled = await CancelAsync(pair, cancellationToken);
            if (isCancelled == true)
                return;
            wasInTime |= isCancelled == false;
        }

        if (!wasInTime)
            throw new NotApplicableException(TooFast);
        throw new ConformanceException("a cancelled alignment goes on to its end");
    });

    // Whether an alignment that is cancelled ends as cancelled; null when it was over before.
    private async Task<bool?> CancelAsync(AlignmentRequest pair, CancellationToken cancellationToken)
    {
        using var cancel = new CancellationTokenSource();
        var watch = Stopwatch.StartNew();
        var work = create().AlignAsync(pair, cancel.Token);
        if (work.IsCompleted)
        {
            // It works on its caller's thread, so a clock has to cancel it: half-way.
            if (watch.Elapsed < 5 * Tick)
                return null;
            cancel.CancelAfter(watch.Elapsed / 2);
            work = create().AlignAsync(pair, cancel.Token);
        }
        else if (await Task.WhenAny(work, Task.Delay(Tick, cancellationToken)) != work)
        {
            await cancel.CancelAsync();
        }

        try
        {
            var isOver = work.IsCompleted && !cancel.IsCancellationRequested;
            await work;
            return isOver ? null : false;
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return true;
        }
    }

    private static AlignmentRequest Pair(string folder, int seed)
    {
        var scene = new AlignerScene(folder, seed);
        return Request(scene.Draw("wide.png", AlignerScene.Wide), scene.Draw("long.png", AlignerScene.Long));
    }

    private static AlignmentRequest Request(string wide, string longer) => new(new AlignerImage(wide, 35), new AlignerImage(longer, 70));

    private static string Reasons(Alignment result) => string.Join("; ", result.Rejections.Select(rejection => $"{rejection.Kind}: {rejection.Text}"));

    private static void Rejected(Alignment result)
    {
        Require(!result.IsAccepted, "it is accepted");
        Require(result.Rejections.All(rejection => rejection.Text.Length > 0), "a reason has no text");
    }

    private static double ErrorP95(Warp warp)
    {
        var errors = new List<double>();
        for (var y = 0; y < AlignerScene.Wide.Height; y += 12)
        {
            for (var x = 0; x < AlignerScene.Wide.Width; x += 12)
            {
                var (trueX, trueY) = AlignerScene.Wide.Map(AlignerScene.Long, x, y);
                if (trueX < 0 || trueY < 0 || trueX > AlignerScene.Long.Width - 1 || trueY > AlignerScene.Long.Height - 1)
                    continue;
                var (mappedX, mappedY) = warp.Map(x, y);
                errors.Add(Math.Sqrt(((mappedX - trueX) * (mappedX - trueX)) + ((mappedY - trueY) * (mappedY - trueY))) * AlignerScene.Wide.FocalPixels / AlignerScene.Long.FocalPixels);
            }
        }

        errors.Sort();
        return errors[(int)(0.95 * (errors.Count - 1))];
    }

    private Task<Alignment> AlignAsync(AlignmentRequest request, CancellationToken cancellationToken) => create().AlignAsync(request, cancellationToken);

    private static async Task WithFolderAsync(Func<string, Task> check)
    {
        var folder = Directory.CreateTempSubdirectory("coz-aligner-").FullName;
        try
        {
            await check(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
