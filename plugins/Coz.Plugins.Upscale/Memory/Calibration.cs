using System.Runtime.InteropServices;
using Coz.Contracts.Models;
using Coz.Plugins.Upscale.Tiling;
using Coz.Toolkit;
using static TorchSharp.torch;

namespace Coz.Plugins.Upscale.Memory;

/// <summary>
/// Measures what a model takes, on two windows of noise: third parties' encoders and decoders say nothing of it, and what libraries hold
/// between layers nobody counts by hand. The grid is that of the scale to come, its output the same size for both windows.
/// </summary>
internal static class Calibration
{
    /// <summary>LR pixels of the larger window: a picture of no more is rendered at once, unmeasured.</summary>
    public const long LargestWindow = Large * Large;

    // Bytes are rounded up to this: what scatters by less cuts the same tiles.
    private const double Step = 64;

    private const int Tiny = 24;
    private const int Small = 64;
    private const int Large = 176;
    private const long Rendered = 1 << 16;

    /// <summary>Measures.</summary>
    /// <param name="model">The model; the caller keeps it.</param>
    /// <param name="scale">The scale that it will be used at.</param>
    /// <param name="cancellationToken">Ends the work between two windows.</param>
    public static MemoryModel Measure(SrModel model, double scale, CancellationToken cancellationToken)
    {
        // Code that is compiled, threads that start and weights that are packed for good are no window's.
        Peak(model, Tiny, scale, cancellationToken);
        var small = Peak(model, Small, scale, cancellationToken);
        var large = Peak(model, Large, scale, cancellationToken);
        var slope = Math.Max(0, (large - small) / (double)((Large * Large) - (Small * Small)));
        return new MemoryModel(Step * Math.Ceiling(slope / Step), Math.Round(Math.Max(0, small - (slope * Small * Small))));
    }

    private static long Peak(SrModel model, int side, double scale, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        GiveBack();
        ProcessMemory.ResetPeak();
        var before = ProcessMemory.Resident();
        var output = Math.Max(1, ScaleRules.HrSide(side, scale));
        var whole = GridQueries.Whole(side, side, output, output);
        var rows = (int)Math.Clamp(Rendered / output, 1, output);
        var tile = new Tile(new TileSpan(0, rows, 0, side), new TileSpan(0, output, 0, side));
        using (var window = rand(1, 3, side, side))
            new TileRenderer(model, whole, isEnsemble: false).Render(window, tile, (_, _) => { }, cancellationToken);
        return Math.Max(0, ProcessMemory.Peak() - before);
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
