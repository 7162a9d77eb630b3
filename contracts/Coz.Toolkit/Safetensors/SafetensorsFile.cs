using Coz.Contracts;
using static TorchSharp.torch;

namespace Coz.Toolkit;

/// <summary>
/// An open safetensors file: its header is read and checked, its tensors are read one by one when asked for, so that a file larger
/// than memory can be used. Not safe for several threads at once.
/// </summary>
/// <remarks>Source: the safetensors format, https://github.com/huggingface/safetensors (Format). Deviation: types beyond the ten that TorchSharp holds as plain numbers are refused.</remarks>
public sealed class SafetensorsFile : IDisposable
{
    private readonly FileStream _stream;
    private readonly Dictionary<string, SafetensorsEntry> _byName;

    private SafetensorsFile(string path, FileStream stream, SafetensorsHeader header)
    {
        Path = path;
        _stream = stream;
        Entries = header.Entries;
        Metadata = header.Metadata;
        _byName = header.Entries.ToDictionary(entry => entry.Name);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The tensors it holds, in the header's order.</summary>
    public IReadOnlyList<SafetensorsEntry> Entries { get; }

    /// <summary>The header's <c>__metadata__</c>; empty if it has none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Opens a file and checks its header: lengths, types, shapes, and that tensors neither overlap nor leave gaps.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The open file; the caller disposes it.</returns>
    /// <exception cref="CozException">The file cannot be read, or is not sound.</exception>
    public static SafetensorsFile Open(string path)
    {
        FileStream? stream = null;
        try
        {
            stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16, FileOptions.SequentialScan);
            return new SafetensorsFile(path, stream, SafetensorsHeader.Read(stream, path));
        }
        catch (Exception e)
        {
            stream?.Dispose();
            if (e is IOException or UnauthorizedAccessException or NotSupportedException)
                throw new CozException($"Cannot read {path}: {OneLine.Of(e.Message, 300)}", e);
            throw;
        }
    }

    /// <summary>Whether a tensor is there.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>True if it is.</returns>
    public bool Contains(string name) => _byName.ContainsKey(name);

    /// <summary>Reads a tensor.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>A new tensor on the CPU; the caller disposes it.</returns>
    /// <exception cref="CozException">There is none of that name, or the file cannot be read.</exception>
    public Tensor Read(string name)
    {
        if (!_byName.TryGetValue(name, out var entry))
            throw new CozException($"{Path} holds no tensor '{name}'; it holds {Listing()}.");
        try
        {
            _stream.Position = entry.Offset;
            return TensorBytes.Read(_stream, entry.Type, [.. entry.Shape]);
        }
        catch (IOException e)
        {
            throw SafetensorsHeader.Fault(Path, $"tensor '{OneLine.Of(name)}' cannot be read", e);
        }
    }

    /// <summary>Closes the file. Tensors that were read stay.</summary>
    public void Dispose() => _stream.Dispose();

    private string Listing() => Entries.Count == 0
        ? "none"
        : string.Join(", ", Entries.Take(8).Select(entry => OneLine.Of(entry.Name))) + (Entries.Count > 8 ? ", ..." : "");
}
