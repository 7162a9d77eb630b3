using System.Buffers.Binary;
using System.Text;

namespace Coz.Plugins.Checkpoints.Pickle;

/// <summary>The numpy numbers that a training loop leaves in a checkpoint by mistake: a best PSNR, a learning rate.</summary>
internal static class NumpyScalar
{
    /// <summary>numpy.dtype(code, align, copy).</summary>
    public static object Type(IReadOnlyList<object?> arguments) =>
        arguments is [string code, ..] ? new NumpyType(code) : throw new FormatException("a numpy type in its pickle has no name");

    /// <summary>_codecs.encode(text, 'latin1'): how protocol 2 stores bytes.</summary>
    public static object Encode(IReadOnlyList<object?> arguments) =>
        arguments is [string text, "latin1"] ? Encoding.Latin1.GetBytes(text) : throw new FormatException("bytes in its pickle are not coded as latin1");

    /// <summary>numpy.core.multiarray.scalar(type, bytes), little-endian as every machine that trains.</summary>
    public static object Value(IReadOnlyList<object?> arguments) => arguments switch
    {
        [NumpyType { Code: "f8" }, byte[] { Length: 8 } bytes] => BinaryPrimitives.ReadDoubleLittleEndian(bytes),
        [NumpyType { Code: "f4" }, byte[] { Length: 4 } bytes] => (double)BinaryPrimitives.ReadSingleLittleEndian(bytes),
        [NumpyType { Code: "i8" }, byte[] { Length: 8 } bytes] => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        [NumpyType { Code: "i4" }, byte[] { Length: 4 } bytes] => (long)BinaryPrimitives.ReadInt32LittleEndian(bytes),
        [NumpyType { Code: "b1" }, byte[] { Length: 1 } bytes] => bytes[0] != 0,
        _ => throw new FormatException("a numpy number in its pickle is none of f4, f8, i4, i8 and b1"),
    };
}
