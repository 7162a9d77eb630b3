namespace Coz.Plugins.SimulatedRig;

/// <summary>Some rows of a frame's samples: where they look, and what they see.</summary>
internal sealed class SceneBand(int columns, int rows)
{
    /// <summary>The row of the frame's samples that the first row is.</summary>
    public int FirstRow { get; set; }

    /// <summary>The rows in use.</summary>
    public int Rows { get; set; } = rows;

    public int Columns { get; } = columns;

    /// <summary>Where each sample looks, row by row.</summary>
    public float[] X { get; } = new float[columns * rows];

    public float[] Y { get; } = new float[columns * rows];

    /// <summary>What each sample sees: red, green, blue planes.</summary>
    public float[][] Light { get; } = [new float[columns * rows], new float[columns * rows], new float[columns * rows]];

    /// <summary>How much of each sample is still to be seen: for scenes that paint from the nearest to the farthest.</summary>
    public float[] Open { get; } = new float[columns * rows];
}
