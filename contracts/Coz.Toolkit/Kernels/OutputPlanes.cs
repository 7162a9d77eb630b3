using Coz.Contracts.Models;
using static TorchSharp.torch;

namespace Coz.Toolkit.Kernels;

/// <summary>Where a kernel puts its pixels: one image's three planes, on top of a bilinear upscale if the decoder has one.</summary>
public sealed unsafe class OutputPlanes
{
    private readonly float* _output;
    private readonly float* _image;
    private readonly int _width;
    private readonly nint _lrPlane;
    private readonly nint _plane;
    private readonly int _columns;
    private readonly BilinearAxis? _rows;
    private readonly BilinearAxis? _across;

    /// <summary>Prepares the planes of one image of a batch.</summary>
    /// <param name="output">(N, 3, rows, columns), float32, contiguous; the caller keeps it, and keeps it alive.</param>
    /// <param name="n">Which image.</param>
    /// <param name="image">(N, 3, h, w), the normalised LR image, contiguous, for the upscale; the caller keeps it alive.</param>
    /// <param name="grid">The output grid.</param>
    /// <param name="hasSkip">Whether the upscale is added.</param>
    public OutputPlanes(Tensor output, long n, Tensor image, GridQueries grid, bool hasSkip)
    {
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(image);
        var (height, width) = ((int)image.shape[2], (int)image.shape[3]);
        (_columns, _plane) = (grid.Columns.Count, (nint)grid.Count);
        (_width, _lrPlane) = (width, (nint)height * width);
        _output = TensorMemory.Address(output) + (3 * (nint)n * _plane);
        _image = hasSkip ? TensorMemory.Address(image) + (3 * (nint)n * _lrPlane) : null;
        if (hasSkip)
            (_rows, _across) = (new BilinearAxis(grid.Rows, height), new BilinearAxis(grid.Columns, width));
    }

    /// <summary>Stores one pixel.</summary>
    /// <param name="row">Output row.</param>
    /// <param name="column">Output column.</param>
    /// <param name="rgb">Three numbers.</param>
    public void Store(int row, int column, float* rgb)
    {
        var to = _output + ((nint)row * _columns) + column;
        for (var c = 0; c < 3; c++)
            to[c * _plane] = rgb[c] + (_image is null ? 0 : Skip(c, row, column));
    }

    private float Skip(int channel, int row, int column)
    {
        var (top, bottom, below) = _rows![row];
        var (left, right, beside) = _across![column];
        var upper = _image + (channel * _lrPlane) + ((nint)top * _width);
        var lower = _image + (channel * _lrPlane) + ((nint)bottom * _width);
        var first = upper[left] + (beside * (upper[right] - upper[left]));
        var second = lower[left] + (beside * (lower[right] - lower[left]));
        return first + (below * (second - first));
    }
}
