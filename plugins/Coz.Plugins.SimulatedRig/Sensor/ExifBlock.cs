using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Coz.Plugins.SimulatedRig;

/// <summary>Writes the EXIF segment of a JPEG file (EXIF 2.3, little-endian TIFF): what a camera says of a picture.</summary>
internal static class ExifBlock
{
    private const ushort Ascii = 2;
    private const ushort Short = 3;
    private const ushort Long = 4;
    private const ushort Rational = 5;

    /// <summary>Puts the segment behind the start marker of a JPEG file.</summary>
    public static byte[] Insert(byte[] jpeg, ExifFacts facts)
    {
        var tiff = Tiff(facts);
        var segment = new byte[10 + tiff.Length];
        (segment[0], segment[1]) = (0xFF, 0xE1);
        BinaryPrimitives.WriteUInt16BigEndian(segment.AsSpan(2), (ushort)(segment.Length - 2));
        "Exif\0\0"u8.CopyTo(segment.AsSpan(4));
        tiff.CopyTo(segment.AsSpan(10));
        return [.. jpeg.AsSpan(0, 2), .. segment, .. jpeg.AsSpan(2)];
    }

    private static byte[] Tiff(ExifFacts facts)
    {
        var date = facts.Time.ToString("yyyy:MM:dd HH:mm:ss", CultureInfo.InvariantCulture);
        List<(ushort Tag, ushort Type, byte[] Value)> camera =
        [
            (0x010F, Ascii, Text(facts.Maker)),
            (0x0110, Ascii, Text(facts.Model)),
            (0x0132, Ascii, Text(date)),
            (0x8769, Long, new byte[4]),
        ];
        List<(ushort Tag, ushort Type, byte[] Value)> picture =
        [
            (0x829A, Rational, Fraction(facts.ExposureTime, 1000000)),
            (0x829D, Rational, Fraction(facts.Aperture, 10)),
            (0x8827, Short, Word(facts.Iso)),
            (0x9000, 7, "0230"u8.ToArray()),
            (0x9003, Ascii, Text(date)),
            (0x920A, Rational, Fraction(facts.FocalLength, 100)),
            (0xA002, Long, Double(facts.Width)),
            (0xA003, Long, Double(facts.Height)),
            (0xA434, Ascii, Text(facts.Lens)),
        ];
        var start = 8 + SizeOf(camera);
        camera[^1] = (0x8769, Long, Double(start));
        var bytes = new byte[start + SizeOf(picture)];
        "II*\0"u8.CopyTo(bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4), 8);
        Write(bytes, 8, camera);
        Write(bytes, start, picture);
        return bytes;
    }

    private static int SizeOf(List<(ushort Tag, ushort Type, byte[] Value)> entries) => 6 + entries.Sum(entry => 12 + (entry.Value.Length > 4 ? Even(entry.Value.Length) : 0));

    private static void Write(byte[] bytes, int at, List<(ushort Tag, ushort Type, byte[] Value)> entries)
    {
        var data = at + 6 + (12 * entries.Count);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(at), (ushort)entries.Count);
        at += 2;
        foreach (var (tag, type, value) in entries)
        {
            var size = type switch { Short => 2, Long => 4, Rational => 8, _ => 1 };
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(at), tag);
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(at + 2), type);
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at + 4), (uint)(value.Length / size));
            if (value.Length <= 4)
            {
                value.CopyTo(bytes.AsSpan(at + 8));
            }
            else
            {
                BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at + 8), (uint)data);
                value.CopyTo(bytes.AsSpan(data));
                data += Even(value.Length);
            }

            at += 12;
        }
    }

    private static int Even(int length) => (length + 1) & ~1;

    private static byte[] Text(string text) => [.. Encoding.ASCII.GetBytes(text), 0];

    private static byte[] Word(int value) => [(byte)value, (byte)(value >> 8)];

    private static byte[] Double(int value) => BitConverter.GetBytes(value);

    private static byte[] Fraction(double value, int denominator) => [.. BitConverter.GetBytes((uint)Math.Round(value * denominator)), .. BitConverter.GetBytes((uint)denominator)];
}
