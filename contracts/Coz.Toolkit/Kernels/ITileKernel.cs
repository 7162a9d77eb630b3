namespace Coz.Toolkit.Kernels;

/// <summary>Computes output pixels a tile at a time. One object serves all threads: what it writes beside the output is in the scratch room.</summary>
public unsafe interface ITileKernel
{
    /// <summary>Output pixels of one row that make a tile.</summary>
    int Pixels { get; }

    /// <summary>Numbers of scratch room a thread.</summary>
    int Scratch { get; }

    /// <summary>Computes a tile.</summary>
    /// <param name="row">The output row.</param>
    /// <param name="column">The first output column.</param>
    /// <param name="count">How many pixels, at most <see cref="Pixels"/>.</param>
    /// <param name="scratch">The thread's own room, from a multiple of 64 bytes; what is in it means nothing.</param>
    void Run<TLanes, TVector>(int row, int column, int count, float* scratch)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct;
}
