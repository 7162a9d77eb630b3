using static TorchSharp.torch;

namespace Coz.Toolkit.Kernels;

/// <summary>
/// The gradient of a map that queries read pixel by pixel: each block of queries adds to rows of its own, in the order of its
/// queries; the blocks of an image are then added up in their order.
/// </summary>
public sealed unsafe class PixelGradients : IDisposable
{
    private readonly QueryBlocks _blocks;
    private readonly Tensor _first;
    private readonly AlignedBuffer[] _others;
    private readonly int _size;

    /// <summary>Starts with zeros.</summary>
    /// <param name="blocks">The blocks.</param>
    /// <param name="pixels">Pixels an image.</param>
    /// <param name="channels">Numbers a pixel.</param>
    public PixelGradients(QueryBlocks blocks, long pixels, long channels)
    {
        (_blocks, _size) = (blocks, checked((int)(pixels * channels)));
        _first = zeros([blocks.Images, pixels, channels], ScalarType.Float32).DetachFromDisposeScope();
        _others = [.. Enumerable.Range(0, blocks.Images * (blocks.Parts - 1)).Select(_ => new AlignedBuffer(_size))];
    }

    /// <summary>The rows that a block adds to: (pixels, channels).</summary>
    /// <param name="block">The block.</param>
    /// <returns>Their address, good until this is disposed.</returns>
    public float* Rows(int block)
    {
        var (image, part) = (_blocks.Image(block), block % _blocks.Parts);
        return part == 0 ? TensorMemory.Address(_first) + ((nint)image * _size) : _others[(image * (_blocks.Parts - 1)) + part - 1].Address;
    }

    /// <summary>Adds up all blocks. Once.</summary>
    /// <param name="width">The vector width.</param>
    /// <returns>(images, pixels, channels); the caller disposes it.</returns>
    public Tensor Sum(VectorWidth width)
    {
        if (_others.Length > 0)
            EveryCore.For(_blocks.Images, image => Vectors.Run(new Adding(this, image * _blocks.Parts), width));
        return _first.alias();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _first.Dispose();
        foreach (var buffer in _others)
            buffer.Free();
    }

    private sealed class Adding(PixelGradients gradients, int block) : IVectorWork
    {
        public void Run<TLanes, TVector>()
            where TLanes : struct, ILanes<TVector>
            where TVector : struct
        {
            for (var part = 1; part < gradients._blocks.Parts; part++)
                RowLoops.Add<TLanes, TVector>(gradients.Rows(block), gradients.Rows(block + part), gradients._size);
        }
    }
}
