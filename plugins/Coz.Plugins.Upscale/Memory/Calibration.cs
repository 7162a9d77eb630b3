using System.Runtime.InteropServices;
using Coz.Contracts.Models;
using Coz.Plugins.Upscale.Tiling;
using static TorchSharp.torch;

namespace Coz.Plugins.Upscale.Memory;

/// <summary>
/// Measures what a model takes, on windows of noise: third parties' encoders and decoders say nothing of it, and what libraries hold
/// between layers nobody counts by hand. All windows lie under the picture's own grid, so that they have its sub-pixel phases, and
/// render the same number of pixels.
/// </summary>
/// <param name="model">The model; the caller keeps it.</param>
/// <param name="whole">The picture's grid.</param>
/// <param name="device">Where the model is.</param>
internal sealed class Calibration(SrModel model, GridQueries whole, string device)
{
    /// <summary>LR pixels of the largest window: a picture of no more is rendered at once, unmeasured.</summary>
    public const long LargestWindow = Large * Large;

    // Bytes are rounded up to this: what scatters by less cuts the same tiles.
    private const double Step = 64;

    private const int Tiny = 24;
    private const int Small = 64;
    private const int Middle = 120;
    private const int Large = 176;
    private const long Rendered = 1 << 16;
    private const long FewRendered = 1 << 14;
    private const long ManyRendered = 1 << 17;
    private const int Attempts = 3;

    // A part of this size of the straight line is taken for a bend: less is what measurements scatter by.
    private const double LeastBend = 0.1;

    // A thread that looks now and then sees less than there was.
    private const double Missed = 1.25;

    private readonly long _rendered = Math.Min(Rendered, GridOf(whole, Small, long.MaxValue).Count);
    private bool _isExact = true;

    /// <summary>Measures.</summary>
    /// <param name="cancellationToken">Ends the work between two windows.</param>
    /// <returns>What the model takes; whether the system's count of memory allowed to measure it, so that it may be remembered.</returns>
    public (MemoryModel Model, bool IsSure) Measure(CancellationToken cancellationToken)
    {
        // Code that is compiled, threads that start and weights that are packed for good are no window's.
        Peak(Tiny, _rendered, cancellationToken);
        var held = Held();
        var (small, large, slope) = (0L, 0L, 0.0);
        for (var attempt = 0; attempt < Attempts && slope < held; attempt++)
        {
            (small, large) = (Peak(Small, _rendered, cancellationToken), Peak(Large, _rendered, cancellationToken));
            slope = (large - small) / (double)(Pixels(Large) - Pixels(Small));
        }

        var isSure = slope >= held;
        slope = Math.Max(slope, held);
        var bend = model.Reach.IsGlobal && isSure ? Bend(small, Peak(Middle, _rendered, cancellationToken), large) : 0;
        if (bend > 0)
            slope = Math.Max(held, slope - (bend * (Pixels(Small) + Pixels(Large))));
        var rest = Math.Max(0, small - (slope * Pixels(Small)) - (bend * Pixels(Small) * Pixels(Small)));
        var rendered = model.Decoder.Coupling == Coupling.WholeSet ? PerRendered(cancellationToken) : MemoryModel.PlainRendered;
        var caution = _isExact ? 1 : Missed;
        return (new MemoryModel(Step * Math.Ceiling(caution * slope / Step), Math.Round(caution * rest), caution * bend, Step * Math.Ceiling(caution * rendered / Step)), isSure);
    }

    /// <summary>The grid of the samples that lie over a window: the picture's own steps and phases, whatever the picture's size.</summary>
    /// <param name="whole">The picture's grid.</param>
    /// <param name="side">The window's sides, in LR pixels.</param>
    /// <param name="pixels">The most output pixels, whole rows of them and at least one.</param>
    internal static GridQueries GridOf(GridQueries whole, int side, long pixels)
    {
        var columns = Over(whole.Columns, side, side * 64L);
        return new GridQueries(Over(whole.Rows, side, Math.Max(1, pixels / columns.Count)), columns);
    }

    private static GridAxis Over(GridAxis axis, int side, long most) => axis with { Count = (int)Math.Clamp((side / axis.Step).Floor(), 1, most) };

    private static long Pixels(int side) => (long)side * side;

    // What is held for certain of each LR pixel while its features are computed: the window, its normalised copy, the features.
    private double Held() => sizeof(float) * (3 + 3 + (model.Encoder?.Channels ?? 0));

    // Half the second derivative of the parabola through three windows; 0 where it is a line within what measurements scatter by.
    private static double Bend(long small, long middle, long large)
    {
        double Between(long low, int lowSide, long high, int highSide) => (high - low) / (double)(Pixels(highSide) - Pixels(lowSide));
        var (first, second) = (Between(small, Small, middle, Middle), Between(middle, Middle, large, Large));
        var bend = (second - first) / (Pixels(Large) - Pixels(Small));
        return bend * Pixels(Large) > LeastBend * Math.Abs(first) ? bend : 0;
    }

    // A decoder of whole sets may hold anything for each pixel of a tile.
    private double PerRendered(CancellationToken cancellationToken)
    {
        var (few, many) = (GridOf(whole, Large, FewRendered).Count, GridOf(whole, Large, ManyRendered).Count);
        var more = Peak(Large, ManyRendered, cancellationToken) - Peak(Large, FewRendered, cancellationToken);
        return many == few ? MemoryModel.PlainRendered : Math.Max(MemoryModel.PlainRendered, more / (double)(many - few));
    }

    private long Peak(int side, long pixels, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        GiveBack();
        using var watch = new PeakWatch();
        _isExact &= watch.IsExact;
        var before = Toolkit.ProcessMemory.Resident();
        var grid = GridOf(whole, side, pixels);
        var tile = new Tile(new TileSpan(0, grid.Rows.Count, 0, side), new TileSpan(0, grid.Columns.Count, 0, side));
        using (var window = rand(1, 3, side, side))
        using (var input = window.to(new Device(device)))
            new TileRenderer(model, grid, isEnsemble: false).Render(input, tile, (_, _) => { }, cancellationToken);
        return Math.Max(0, watch.Bytes - before);
    }

    // Else a window would be made of what an earlier one has left.
    private static void GiveBack()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        if (OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libc.so.6", out var library) && NativeLibrary.TryGetExport(library, "malloc_trim", out var address))
            Marshal.GetDelegateForFunctionPointer<MallocTrim>(address)(0);
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int MallocTrim(nuint pad);
}
