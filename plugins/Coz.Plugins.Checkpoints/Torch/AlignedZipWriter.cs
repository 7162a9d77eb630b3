using System.Text;

namespace Coz.Plugins.Checkpoints.Torch;

/// <summary>Writes a zip of stored records whose bytes start at multiples of 64, as torch maps them into memory.</summary>
/// <remarks>Source: PKWARE's APPNOTE, sections 4.3.7, 4.3.12 and 4.3.16. Deviation: no zip64, so a file ends at 4 GiB.</remarks>
/// <param name="stream">A stream that can seek; the caller closes it.</param>
internal sealed class AlignedZipWriter(Stream stream)
{
    private const int Alignment = 64;
    private const int LocalHeader = 30;
    private const int ExtraHeader = 4;
    private const ushort Version = 20;
    private const ushort Utf8Names = 1 << 11;

    // 1 January 1980, the zip's first day: equal input gives equal bytes.
    private const ushort Date = (1 << 5) | 1;

    // The field torch pads with; readers skip fields they do not know.
    private const ushort PaddingField = 0x4246;

    private readonly List<Record> _records = [];

    public void Add(string name, ReadOnlySpan<byte> content)
    {
        var bytes = content.ToArray();
        Add(name, bytes.Length, record => record.Write(bytes));
    }

    public void Add(string name, long length, Action<Stream> write)
    {
        var record = new Record(Encoding.UTF8.GetBytes(name), stream.Position, length);
        RequireFit(stream.Position + length);
        WriteLocal(record);
        using (var content = new Crc32Stream(stream, leaveOpen: true))
        {
            write(content);
            record.Crc = content.Value;
        }

        var end = stream.Position;
        stream.Position = record.Offset;
        WriteLocal(record);
        stream.Position = end;
        _records.Add(record);
    }

    public void Finish()
    {
        var start = stream.Position;
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        foreach (var record in _records)
            WriteCentral(writer, record);
        var end = stream.Position;
        RequireFit(end);
        if (_records.Count > ushort.MaxValue)
            throw new NotSupportedException("a .pth file ends at 65535 records here; write a .safetensors file.");
        writer.Write("PK\x05\x06"u8);
        writer.Write(0u);
        writer.Write((ushort)_records.Count);
        writer.Write((ushort)_records.Count);
        writer.Write((uint)(end - start));
        writer.Write((uint)start);
        writer.Write((ushort)0);
    }

    private static void RequireFit(long position)
    {
        if (position >= uint.MaxValue)
            throw new NotSupportedException("a .pth file ends at 4 GiB here; write a .safetensors file.");
    }

    private static void WriteCommon(BinaryWriter writer, Record record)
    {
        writer.Write(Version);
        writer.Write(Utf8Names);
        writer.Write((ushort)0);
        writer.Write((ushort)0);
        writer.Write(Date);
        writer.Write(record.Crc);
        writer.Write((uint)record.Length);
        writer.Write((uint)record.Length);
        writer.Write((ushort)record.Name.Length);
    }

    private static void WriteCentral(BinaryWriter writer, Record record)
    {
        writer.Write("PK\x01\x02"u8);
        writer.Write(Version);
        WriteCommon(writer, record);
        writer.Write((ushort)0);
        writer.Write((ushort)0);
        writer.Write((ushort)0);
        writer.Write((ushort)0);
        writer.Write(0u);
        writer.Write((uint)record.Offset);
        writer.Write(record.Name);
    }

    private void WriteLocal(Record record)
    {
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        var unpadded = record.Offset + LocalHeader + record.Name.Length + ExtraHeader;
        var padding = (int)((Alignment - (unpadded % Alignment)) % Alignment);
        writer.Write("PK\x03\x04"u8);
        WriteCommon(writer, record);
        writer.Write((ushort)(ExtraHeader + padding));
        writer.Write(record.Name);
        writer.Write(PaddingField);
        writer.Write((ushort)padding);
        writer.Write(new byte[padding]);
    }

    private sealed class Record(byte[] name, long offset, long length)
    {
        public byte[] Name { get; } = name;

        public long Offset { get; } = offset;

        public long Length { get; } = length;

        public uint Crc { get; set; }
    }
}
