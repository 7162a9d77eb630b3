using Coz.Contracts.Models;
using static TorchSharp.torch;

namespace Coz.Toolkit.Kernels;

/// <summary>Renders a grid with a kernel, image after image of the batch.</summary>
public static class GridRender
{
    /// <summary>Makes the output and runs a kernel for each image.</summary>
    /// <param name="map">The map that is decoded; the caller keeps it.</param>
    /// <param name="grid">The output grid.</param>
    /// <param name="hasSkip">Whether a bilinear upscale of the map's image is added.</param>
    /// <param name="width">The vector width.</param>
    /// <param name="kernel">Gets an image's index and its planes, returns its kernel; tensors it makes live until the image is done.</param>
    /// <returns>(N, 3, rows, columns); the caller disposes it.</returns>
    public static Tensor Run(FeatureMap map, GridQueries grid, bool hasSkip, VectorWidth width, Func<long, OutputPlanes, ITileKernel> kernel)
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(kernel);
        using var scope = NewDisposeScope();
        var output = empty(map.Batch, 3, grid.Rows.Count, grid.Columns.Count, ScalarType.Float32);
        var image = map.Image.contiguous();
        for (var n = 0L; n < map.Batch; n++)
        {
            using var inner = NewDisposeScope();
            Tiles.Run(kernel(n, new OutputPlanes(output, n, image, grid, hasSkip)), grid.Rows.Count, grid.Columns.Count, width);
        }

        return output.MoveToOuterDisposeScope();
    }
}
