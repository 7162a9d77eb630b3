using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;
using Coz.Contracts;
using static TorchSharp.torch;

namespace Coz.Toolkit;

/// <summary>Reads and writes whole safetensors files: F64 F32 F16 BF16 I64 I32 I16 I8 U8 BOOL.</summary>
/// <remarks>Source: the safetensors format, https://github.com/huggingface/safetensors (Format).</remarks>
public static class Safetensors
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Whether a file looks like safetensors, by its first nine bytes.</summary>
    /// <param name="path">An existing file.</param>
    /// <returns>True if a header of possible length follows that starts with a brace.</returns>
    /// <exception cref="CozException">The file cannot be read.</exception>
    public static bool LooksLike(string path)
    {
        Span<byte> prefix = stackalloc byte[9];
        try
        {
            using var stream = File.OpenRead(path);
            return stream.ReadAtLeast(prefix, prefix.Length, throwOnEndOfStream: false) == prefix.Length
                && BinaryPrimitives.ReadUInt64LittleEndian(prefix) <= int.MaxValue
                && prefix[8] == (byte)'{';
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CozException($"Cannot read {path}: {OneLine.Of(e.Message, 300)}", e);
        }
    }

    /// <summary>Reads a whole file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Its tensors and metadata; the caller disposes it.</returns>
    /// <exception cref="CozException">The file cannot be read, or is not sound.</exception>
    public static SafetensorsContent Read(string path)
    {
        using var file = SafetensorsFile.Open(path);
        var tensors = new List<KeyValuePair<string, Tensor>>();
        try
        {
            foreach (var entry in file.Entries)
                tensors.Add(new(entry.Name, file.Read(entry.Name)));
            return new SafetensorsContent(tensors, file.Metadata);
        }
        catch
        {
            foreach (var (_, tensor) in tensors)
                tensor.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Writes a file, whole or not at all. Equal input gives equal bytes: the header keeps the order given, metadata is sorted by
    /// key, and tensors lie by falling element size so that each is aligned.
    /// </summary>
    /// <param name="path">The file; replaced if it exists.</param>
    /// <param name="tensors">Names, each once, and tensors; the caller keeps them.</param>
    /// <param name="metadata">Strings for the header; null for none.</param>
    /// <exception cref="CozException">A name comes twice, a type cannot be stored, or the file cannot be written.</exception>
    public static void Write(string path, IEnumerable<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var all = tensors.ToList();
        var names = new HashSet<string> { SafetensorsHeader.MetadataKey };
        foreach (var (name, tensor) in all)
        {
            if (!names.Add(name))
                throw new CozException($"Cannot write {path}: the name '{name}' comes twice or is reserved.");
            if (SafetensorsType.NameOf(tensor.dtype) is null)
                throw new CozException($"Cannot write {path}: tensor '{name}' has the type {tensor.dtype}, expected one of {SafetensorsType.Names}.");
        }

        var laidOut = all.OrderByDescending(entry => TensorBytes.SizeOf(entry.Value.dtype)).ToList();
        var header = Header(all, laidOut, metadata);
        WholeFile.Write(path, stream =>
        {
            stream.Write(header);
            foreach (var (_, tensor) in laidOut)
                TensorBytes.Write(stream, tensor);
        });
    }

    private static byte[] Header(List<KeyValuePair<string, Tensor>> tensors, List<KeyValuePair<string, Tensor>> laidOut, IReadOnlyDictionary<string, string>? metadata)
    {
        var offsets = new Dictionary<string, (long Begin, long End)>();
        var position = 0L;
        foreach (var (name, tensor) in laidOut)
            offsets[name] = (position, position += tensor.numel() * TensorBytes.SizeOf(tensor.dtype));

        using var buffer = new MemoryStream();
        buffer.Write(stackalloc byte[8]);
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            json.WriteStartObject();
            WriteMetadata(json, metadata);
            foreach (var (name, tensor) in tensors)
                WriteEntry(json, name, tensor, offsets[name]);
            json.WriteEndObject();
        }

        while (buffer.Length % 8 != 0)
            buffer.WriteByte((byte)' ');
        var bytes = buffer.ToArray();
        BinaryPrimitives.WriteInt64LittleEndian(bytes, bytes.Length - 8);
        return bytes;
    }

    private static void WriteMetadata(Utf8JsonWriter json, IReadOnlyDictionary<string, string>? metadata)
    {
        if (metadata is null || metadata.Count == 0)
            return;
        json.WriteStartObject(SafetensorsHeader.MetadataKey);
        foreach (var (key, value) in metadata.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            json.WriteString(key, value);
        json.WriteEndObject();
    }

    private static void WriteEntry(Utf8JsonWriter json, string name, Tensor tensor, (long Begin, long End) offsets)
    {
        json.WriteStartObject(name);
        json.WriteString("dtype", SafetensorsType.NameOf(tensor.dtype));
        json.WriteStartArray("shape");
        foreach (var side in tensor.shape)
            json.WriteNumberValue(side);
        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(offsets.Begin);
        json.WriteNumberValue(offsets.End);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
