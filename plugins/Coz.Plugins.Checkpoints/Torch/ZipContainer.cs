using System.IO.Compression;
using Coz.Plugins.Checkpoints.Pickle;
using Coz.Toolkit;
using static TorchSharp.torch;

namespace Coz.Plugins.Checkpoints.Torch;

/// <summary>The layout of torch 1.6 and later: a zip with <c>NAME/data.pkl</c> and a record <c>NAME/data/KEY</c> a storage.</summary>
internal sealed class ZipContainer : TorchContainer
{
    private const int LongestPickle = 1 << 26;

    private readonly ZipArchive _zip;
    private readonly Dictionary<string, ZipArchiveEntry> _records = [];
    private readonly List<string> _notes = [];
    private readonly string _prefix;

    public ZipContainer(string path, FileStream stream)
        : base(path, stream)
    {
        _zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        foreach (var entry in _zip.Entries)
        {
            if (!_records.TryAdd(entry.FullName, entry))
                throw PickleFault.Damaged(path, $"it holds the record {entry.FullName} twice");
        }

        CheckSizes();
        const string pickle = "/data.pkl";
        _prefix = _records.Keys.FirstOrDefault(name => name.EndsWith(pickle, StringComparison.Ordinal))?[..^pickle.Length]
            ?? throw PickleFault.Damaged(path, "it is a zip without a data.pkl, so torch.save did not write it");
        if (_records.TryGetValue($"{_prefix}/byteorder", out var order) && ReadText(order) is var name && name != "little")
            throw PickleFault.Damaged(path, $"its byte order is '{name}', expected 'little'");
        Root = ReadPickle(_records[_prefix + pickle]);
    }

    public override object? Root { get; }

    public override IReadOnlyList<string> Notes => _notes;

    protected override long Size => _records.Values.Sum(entry => entry.Length);

    public static bool Matches(Stream stream)
    {
        Span<byte> magic = stackalloc byte[4];
        var count = stream.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false);
        stream.Position = 0;
        return count == magic.Length && magic.SequenceEqual("PK\x03\x04"u8);
    }

    public override void Dispose()
    {
        _zip.Dispose();
        base.Dispose();
    }

    protected override Tensor ReadStorage(StorageRef storage)
    {
        var entry = _records[RecordOf(storage.Key)];
        using var bytes = new Crc32Stream(entry.Open());
        var tensor = TensorBytes.Read(bytes, storage.Type.Type, storage.Count);
        if (bytes.Value != entry.Crc32)
            _notes.Add($"the checksum of storage {storage.Key} does not match its bytes: the file may have been changed since it was saved");
        return tensor;
    }

    private string RecordOf(string key) => $"{_prefix}/data/{key}";

    // A declared size is a promise of the file. Stored records must lie in it; deflated ones cannot grow beyond what deflate can do to weights.
    private void CheckSizes()
    {
        Int128 stored = 0, inflated = 0;
        foreach (var entry in _zip.Entries)
        {
            stored += entry.CompressedLength;
            inflated += entry.Length;
            if (entry.Length < 0 || entry.CompressedLength < 0)
                throw PickleFault.Damaged(FilePath, $"its record {entry.FullName} has a negative size");
        }

        if (stored > Stream.Length)
            throw PickleFault.Damaged(FilePath, FormattableString.Invariant($"its records claim {stored} bytes, the file has {Stream.Length}"));
        if (inflated > (1 << 24) + (16 * (Int128)Stream.Length))
            throw PickleFault.Damaged(FilePath, FormattableString.Invariant($"its records unpack to {inflated} bytes, more than 16 times the {Stream.Length} of the file"));
    }

    private object? ReadPickle(ZipArchiveEntry entry)
    {
        if (entry.Length > LongestPickle)
            throw PickleFault.Damaged(FilePath, FormattableString.Invariant($"its pickle has {entry.Length} bytes, more than the {LongestPickle} that are allowed"));
        using var bytes = new MemoryStream(ReadAll(entry));
        return new PickleMachine(TorchGlobals.Table, Locate).Read(bytes, FilePath);
    }

    private StorageRef Locate(PickleTuple id)
    {
        var storage = StorageId.Parse(id, FilePath);
        if (!_records.TryGetValue(RecordOf(storage.Key), out var entry))
            throw PickleFault.Damaged(FilePath, $"storage {storage.Key} is missing");
        if (entry.Length != storage.Bytes)
            throw PickleFault.Damaged(FilePath, FormattableString.Invariant($"storage {storage.Key} has {entry.Length} bytes, expected {storage.Bytes} for {storage.Count} elements"));
        return storage;
    }

    private static string ReadText(ZipArchiveEntry entry) =>
        entry.Length > 16 ? "?" : System.Text.Encoding.ASCII.GetString(ReadAll(entry)).Trim();

    private static byte[] ReadAll(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        var bytes = new byte[entry.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
