using System.Diagnostics;
using Coz.Contracts.Models;
using static TorchSharp.torch;

namespace Coz.Plugins.Benchmark;

/// <summary>Runs a model with its three steps timed apart.</summary>
internal static class TimedUpscale
{
    private const int WarmUpSide = 24;

    /// <summary>Upscales.</summary>
    /// <returns>(1, 3, rows, columns), not clamped, which the caller disposes, and the time.</returns>
    public static (Tensor Sr, Seconds Seconds) Run(SrModel model, Tensor lr, GridQueries grid)
    {
        using var noGradient = no_grad();
        var clock = Stopwatch.StartNew();
        using var map = model.Encode(lr);
        Wait(lr.device);
        var encoded = clock.Elapsed.TotalSeconds;
        using var prepared = model.Prepare(map);
        Wait(lr.device);
        var ready = clock.Elapsed.TotalSeconds;
        var sr = model.Render(prepared, grid);
        Wait(lr.device);
        return (sr, new Seconds(encoded, ready - encoded, clock.Elapsed.TotalSeconds - ready));
    }

    /// <summary>Runs a small crop once: the first image's seconds are then not those of the just-in-time compiler.</summary>
    public static void WarmUp(SrModel model, Tensor lr, double scale)
    {
        var (height, width) = ((int)Math.Min(lr.shape[2], WarmUpSide), (int)Math.Min(lr.shape[3], WarmUpSide));
        using var rows = lr.narrow(2, 0, height);
        using var crop = rows.narrow(3, 0, width);
        using var whole = crop.clone();
        Run(model, whole, GridQueries.Whole(height, width, (int)Math.Ceiling(height * scale), (int)Math.Ceiling(width * scale))).Sr.Dispose();
    }

    private static void Wait(Device device)
    {
        if (device.type == TorchSharp.DeviceType.CUDA)
            cuda.synchronize();
    }
}
