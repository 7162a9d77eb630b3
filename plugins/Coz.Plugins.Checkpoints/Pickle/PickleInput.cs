using System.Buffers.Binary;
using System.Text;
using Coz.Contracts;

namespace Coz.Plugins.Checkpoints.Pickle;

/// <summary>Reads the operands of a pickle, none of them beyond the stream's end.</summary>
internal sealed class PickleInput(Stream stream, string path)
{
    // A module's or class's name; real ones have under 60 characters.
    private const int LongestLine = 512;

    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    public string Path => path;

    public byte Byte()
    {
        var value = stream.ReadByte();
        return value >= 0 ? (byte)value : throw PickleFault.Damaged(path, "its pickle ends before its STOP");
    }

    public ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Bytes(2));

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Bytes(4));

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4));

    public double Double() => BinaryPrimitives.ReadDoubleBigEndian(Bytes(8));

    public byte[] Bytes(long count)
    {
        // Checked before it is allocated: a length is the file's word only.
        if (count > stream.Length - stream.Position)
            throw PickleFault.Damaged(path, $"its pickle claims {count} bytes where {stream.Length - stream.Position} are left");
        var bytes = new byte[count];
        stream.ReadExactly(bytes);
        return bytes;
    }

    public string Text(long bytes) => Decode(Bytes(bytes));

    public string Line()
    {
        var bytes = new List<byte>();
        for (var next = Byte(); next != '\n'; next = Byte())
        {
            if (bytes.Count == LongestLine)
                throw PickleFault.Damaged(path, "a name in its pickle does not end");
            bytes.Add(next);
        }

        return Decode([.. bytes]);
    }

    private string Decode(byte[] bytes)
    {
        try
        {
            return Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            throw PickleFault.Damaged(path, "a text in its pickle is no UTF-8", e);
        }
    }
}
