using System.Diagnostics.Metrics;

namespace Coz.Toolkit.Kernels;

/// <summary>Runs a kernel over a grid, its rows spread over all cores. A pixel's bits do not depend on how they are spread.</summary>
public static class Tiles
{
    /// <summary>The name of the meter that counts runs: <c>runs</c>, tagged with the kernel's type as <c>kernel</c>.</summary>
    public const string MeterName = "Coz.Kernels";

    private static readonly Meter Meter = new(MeterName);
    private static readonly Counter<long> Runs = Meter.CreateCounter<long>("runs");

    /// <summary>Runs a kernel.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="rows">Output rows.</param>
    /// <param name="columns">Output columns.</param>
    /// <param name="width">The vector width.</param>
    public static void Run(ITileKernel kernel, int rows, int columns, VectorWidth width)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        Runs.Add(1, new KeyValuePair<string, object?>("kernel", kernel.GetType().Name));
        Parallel.For(
            0,
            rows,
            EveryCore.Options,
            () => new AlignedBuffer(kernel.Scratch),
            (row, _, scratch) =>
            {
                Vectors.Run(new RowWork(kernel, row, columns, scratch), width);
                return scratch;
            },
            scratch => scratch.Free());
        GC.KeepAlive(kernel);
    }

    private sealed unsafe class RowWork(ITileKernel kernel, int row, int columns, AlignedBuffer scratch) : IVectorWork
    {
        public void Run<TLanes, TVector>()
            where TLanes : struct, ILanes<TVector>
            where TVector : struct
        {
            for (var column = 0; column < columns; column += kernel.Pixels)
                kernel.Run<TLanes, TVector>(row, column, Math.Min(kernel.Pixels, columns - column), scratch.Address);
        }
    }
}
