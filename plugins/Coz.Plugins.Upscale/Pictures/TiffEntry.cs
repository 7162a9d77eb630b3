namespace Coz.Plugins.Upscale.Pictures;

/// <summary>An entry of a TIFF directory.</summary>
/// <param name="Tag">What it says.</param>
/// <param name="Type">The type of its values, 1 to 13, or 16 to 18.</param>
/// <param name="Count">How many values.</param>
/// <param name="Value">The values, little-endian.</param>
/// <param name="Directory">The directory that it points at, instead of values; null for values.</param>
internal sealed record TiffEntry(ushort Tag, ushort Type, long Count, byte[] Value, IReadOnlyList<TiffEntry>? Directory = null)
{
    /// <summary>The bytes of one value of a type; 0 for a type that does not exist.</summary>
    public static int SizeOf(ushort type) => type switch
    {
        1 or 2 or 6 or 7 => 1,
        3 or 8 => 2,
        4 or 9 or 11 or 13 => 4,
        5 or 10 or 12 or 16 or 17 or 18 => 8,
        _ => 0,
    };

    /// <summary>The bytes that are turned round together where the byte order differs: a fraction is two numbers.</summary>
    public static int WordOf(ushort type) => type is 5 or 10 ? 4 : SizeOf(type);
}
