using Coz.Toolkit.Kernels;
using static TorchSharp.torch;

namespace Coz.Plugins.CiaoSr;

/// <summary>
/// Softmax attention of pixels to all patches of an image, 96 pixels at a time: their correlations with all keys stay in the cache
/// until they have weighted the values.
/// </summary>
/// <remarks>
/// Operations a pixel with K keys of 9C / 2 numbers and values of 36C: 2 K (4.5 + 36) C, which is 5.2 thousand K with 64 channels; nothing
/// but this product counts on an image of some size. The packed values, 144 C bytes each, pass once for 96 pixels.
/// </remarks>
internal sealed unsafe class PatchAttention
{
    private const int Tile = 96;
    private readonly PackedLayer _keys;
    private readonly PackedLayer _values;
    private readonly float _sharpness;

    /// <summary>Packs keys and values.</summary>
    /// <param name="keys">(depth, K); the caller keeps it.</param>
    /// <param name="values">(K, numbers); the caller keeps it.</param>
    /// <param name="sharpness">What correlations are multiplied by before the softmax.</param>
    public PatchAttention(Tensor keys, Tensor values, float sharpness)
    {
        using var scope = NewDisposeScope();
        _sharpness = sharpness;
        _keys = TensorMemory.Pack(keys.t(), null, Vectors.Widest);
        _values = TensorMemory.Pack(values.t(), null, Vectors.Widest);
    }

    /// <summary>Attends.</summary>
    /// <param name="pixels">(P, depth); the caller keeps it.</param>
    /// <returns>(P, numbers); the caller disposes it.</returns>
    public Tensor Attend(Tensor pixels)
    {
        using var scope = NewDisposeScope();
        var count = (int)pixels.shape[0];
        var padded = (count + Tile - 1) / Tile * Tile;
        var rows = nn.functional.pad(pixels, [0, 0, 0, padded - count]).contiguous();
        var found = empty(padded, _values.Stride, ScalarType.Float32);
        Tiles.Run(new Kernel(this, TensorMemory.Address(rows), TensorMemory.Address(found)), padded / Tile, 1, Vectors.Widest);
        return found.narrow(0, 0, count).narrow(1, 0, _values.Outputs).MoveToOuterDisposeScope();
    }

    private sealed class Kernel(PatchAttention attention, float* rows, float* found) : ITileKernel
    {
        public int Pixels => 1;

        public int Scratch => Tile * attention._keys.Stride;

        public void Run<TLanes, TVector>(int row, int column, int count, float* scratch)
            where TLanes : struct, ILanes<TVector>
            where TVector : struct
        {
            var (keys, values) = (attention._keys, attention._values);
            keys.Apply<TLanes, TVector>(Tile, rows + ((nint)row * Tile * keys.Inputs), keys.Inputs, scratch, keys.Stride);
            for (var i = 0; i < Tile; i++)
                RowLoops.Softmax<TLanes, TVector>(scratch + ((nint)i * keys.Stride), keys.Outputs, attention._sharpness);
            values.Apply<TLanes, TVector>(Tile, scratch, keys.Stride, found + ((nint)row * Tile * values.Stride), values.Stride);
        }
    }
}
