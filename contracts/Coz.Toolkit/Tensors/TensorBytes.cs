using TorchSharp;
using static TorchSharp.torch;

namespace Coz.Toolkit;

/// <summary>Moves the elements of tensors between memory and streams as they are: row-major, little-endian, without conversion.</summary>
public static class TensorBytes
{
    // Elements at once: a span ends at 2 GiB.
    private const int Piece = 1 << 24;

    /// <summary>The size of one element.</summary>
    /// <param name="type">The tensor's type.</param>
    /// <returns>Bytes.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The type has no plain layout.</exception>
    public static int SizeOf(ScalarType type) => type switch
    {
        ScalarType.Byte or ScalarType.Int8 or ScalarType.Bool => 1,
        ScalarType.Int16 or ScalarType.Float16 or ScalarType.BFloat16 => 2,
        ScalarType.Int32 or ScalarType.Float32 => 4,
        ScalarType.Int64 or ScalarType.Float64 => 8,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "A plain real type is expected."),
    };

    /// <summary>Reads a tensor. The memory is allocated before the first byte is read: check the size against the stream first.</summary>
    /// <param name="stream">Where its first byte comes next.</param>
    /// <param name="type">Its type.</param>
    /// <param name="shape">Its shape; empty for a scalar.</param>
    /// <returns>A new tensor on the CPU, without gradient; the caller disposes it.</returns>
    /// <exception cref="EndOfStreamException">The stream ends before the tensor does.</exception>
    public static Tensor Read(Stream stream, ScalarType type, params long[] shape)
    {
        using var scope = NewDisposeScope();
        var tensor = empty(shape, type);
        var flat = tensor.view(-1);
        foreach (var piece in Pieces(flat))
            stream.ReadExactly(piece.bytes);
        return tensor.MoveToOuterDisposeScope();
    }

    /// <summary>Writes a tensor's elements in row-major order, whatever its strides and device.</summary>
    /// <param name="stream">Where they go.</param>
    /// <param name="tensor">The tensor; the caller keeps it.</param>
    public static void Write(Stream stream, Tensor tensor)
    {
        using var scope = NewDisposeScope();
        var flat = tensor.detach().cpu().contiguous().view(-1);
        foreach (var piece in Pieces(flat))
            stream.Write(piece.bytes);
    }

    private static IEnumerable<Tensor> Pieces(Tensor flat)
    {
        for (var first = 0L; first < flat.shape[0]; first += Piece)
        {
            using var piece = flat.narrow(0, first, Math.Min(Piece, flat.shape[0] - first));
            yield return piece;
        }
    }
}
