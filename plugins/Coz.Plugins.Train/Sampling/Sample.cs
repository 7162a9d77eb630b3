namespace Coz.Plugins.Train;

/// <summary>A sample as plain numbers, row-major.</summary>
/// <param name="Key">Which one.</param>
/// <param name="Image">(3, patch, patch).</param>
/// <param name="Coords">(Q, 2).</param>
/// <param name="Cells">(Q, 2).</param>
/// <param name="Colours">(Q, 3, P): of the P pixels a query stands for.</param>
/// <param name="Inside">(Q, P): 1 for pixels of the crop, 0 beyond it.</param>
internal sealed record Sample(SampleKey Key, float[] Image, float[] Coords, float[] Cells, float[] Colours, float[] Inside);
