namespace Coz.Toolkit.Kernels;

/// <summary>Fills the first rows of a tile: what the layers that follow are applied to.</summary>
public unsafe interface IRowSource
{
    /// <summary>The cells around each query, along the rows.</summary>
    AxisNeighbours Rows { get; }

    /// <summary>The cells around each query, along the columns.</summary>
    AxisNeighbours Columns { get; }

    /// <summary>From row to row: whole vectors of any width.</summary>
    int Stride { get; }

    /// <summary>Writes a row for each cell around each of some queries: queries outer, then rows of cells, then columns.</summary>
    /// <param name="row">The queries' output row.</param>
    /// <param name="column">The first query's output column.</param>
    /// <param name="count">Queries.</param>
    /// <param name="to">Where the rows go.</param>
    void Fill<TLanes, TVector>(int row, int column, int count, float* to)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct;
}
