using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using Coz.Contracts;

namespace Coz.Toolkit;

/// <summary>Parses and checks a header: 8 bytes of length, that much JSON, then the tensors' bytes, each belonging to one tensor.</summary>
internal sealed record SafetensorsHeader(IReadOnlyList<SafetensorsEntry> Entries, IReadOnlyDictionary<string, string> Metadata)
{
    public const string MetadataKey = "__metadata__";

    // The limit of the reference implementation.
    private const long LongestHeader = 100_000_000;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 8, AllowDuplicateProperties = false };

    public static SafetensorsHeader Read(Stream stream, string path)
    {
        var length = ReadLength(stream, path);
        var json = new byte[length];
        stream.ReadExactly(json);
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            return Parse(document.RootElement, path, first: 8 + length, bytes: stream.Length - 8 - length);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw Fault(path, "its header is no JSON object of distinct tensors", e);
        }
    }

    public static CozException Fault(string path, string what, Exception? cause = null)
    {
        var message = $"{path} is no sound safetensors file: {what}. It may be cut short or damaged: fetch or write it again.";
        return cause is null ? new CozException(message) : new CozException(message, cause);
    }

    private static long ReadLength(Stream stream, string path)
    {
        Span<byte> prefix = stackalloc byte[8];
        if (stream.Length < prefix.Length)
            throw Fault(path, Say($"it has {stream.Length} bytes, and the header's length alone takes 8"));
        stream.ReadExactly(prefix);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > LongestHeader)
            throw Fault(path, Say($"its header claims {length} bytes, more than the {LongestHeader} that are allowed"));
        if ((long)length > stream.Length - prefix.Length)
            throw Fault(path, Say($"its header claims {length} bytes, the file has {stream.Length - prefix.Length} left"));
        return (long)length;
    }

    private static SafetensorsHeader Parse(JsonElement root, string path, long first, long bytes)
    {
        if (root.ValueKind != JsonValueKind.Object)
            throw Fault(path, "its header is no JSON object");
        var metadata = new Dictionary<string, string>();
        var entries = new List<SafetensorsEntry>();
        foreach (var property in root.EnumerateObject())
        {
            if (property.Name == MetadataKey)
                ReadMetadata(property.Value, metadata, path);
            else
                entries.Add(ReadEntry(property, path, first, bytes));
        }

        CheckCover(entries, path, first, bytes);
        return new SafetensorsHeader(entries, metadata);
    }

    private static void ReadMetadata(JsonElement value, Dictionary<string, string> metadata, string path)
    {
        if (value.ValueKind != JsonValueKind.Object)
            throw Fault(path, "its metadata is no object of strings");
        foreach (var entry in value.EnumerateObject())
            metadata[entry.Name] = entry.Value.ValueKind == JsonValueKind.String ? entry.Value.GetString()! : throw Fault(path, $"its metadata '{OneLine.Of(entry.Name)}' is no string");
    }

    private static SafetensorsEntry ReadEntry(JsonProperty property, string path, long first, long bytes)
    {
        var where = $"tensor '{OneLine.Of(property.Name)}'";
        if (property.Value.ValueKind != JsonValueKind.Object
            || !property.Value.TryGetProperty("dtype", out var dtype) || dtype.ValueKind != JsonValueKind.String
            || !property.Value.TryGetProperty("shape", out var shape) || Numbers(shape) is not { } sides
            || !property.Value.TryGetProperty("data_offsets", out var offsets) || Numbers(offsets) is not [var begin, var end])
            throw Fault(path, $"{where} lacks a dtype, a shape of whole numbers or two data_offsets");
        var type = SafetensorsType.Parse(dtype.GetString()!) ?? throw new CozException($"{path}: {where} has the type {OneLine.Of(dtype.GetString()!)}, expected one of {SafetensorsType.Names}: convert the file.");
        if (begin > end || end > bytes)
            throw Fault(path, Say($"{where} lies at {begin}..{end} of {bytes} bytes"));
        if (SizeOf(sides, TensorBytes.SizeOf(type)) != end - begin)
            throw Fault(path, Say($"{where} of shape ({string.Join(", ", sides.Take(8))}) and type {OneLine.Of(dtype.GetString()!)} has {end - begin} bytes"));
        return new SafetensorsEntry(property.Name, type, sides, first + begin, end - begin);
    }

    // Null for a product that no file can hold; sides of 0 make every other side harmless.
    private static Int128? SizeOf(long[] sides, int element)
    {
        if (sides.Contains(0))
            return 0;
        Int128 product = element;
        foreach (var side in sides)
        {
            product *= side;
            if (product > long.MaxValue)
                return null;
        }

        return product;
    }

    private static long[]? Numbers(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array)
            return null;
        var numbers = new long[value.GetArrayLength()];
        for (var i = 0; i < numbers.Length; i++)
        {
            if (value[i].ValueKind != JsonValueKind.Number || !value[i].TryGetInt64(out numbers[i]) || numbers[i] < 0)
                return null;
        }

        return numbers;
    }

    private static void CheckCover(IEnumerable<SafetensorsEntry> entries, string path, long first, long bytes)
    {
        var position = first;
        foreach (var entry in entries.OrderBy(entry => entry.Offset).ThenBy(entry => entry.Length))
        {
            if (entry.Offset != position)
                throw Fault(path, Say($"tensor '{OneLine.Of(entry.Name)}' starts at {entry.Offset - first}, where {position - first} is expected: tensors overlap or leave a gap"));
            position += entry.Length;
        }

        if (position != first + bytes)
            throw Fault(path, Say($"its tensors end at {position - first} of {bytes} bytes"));
    }

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
