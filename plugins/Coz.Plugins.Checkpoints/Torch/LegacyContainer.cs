using System.Buffers.Binary;
using System.Numerics;
using Coz.Plugins.Checkpoints.Pickle;
using Coz.Toolkit;
using static TorchSharp.torch;

namespace Coz.Plugins.Checkpoints.Torch;

/// <summary>
/// The layout before torch 1.6: pickles of a magic number, a protocol version, the writer's system, the value and the storages'
/// keys; then each storage's element count (8 bytes) and elements.
/// </summary>
internal sealed class LegacyContainer : TorchContainer
{
    private const long ProtocolVersion = 1001;

    private static readonly BigInteger Magic = BigInteger.Parse("1950a86a20f9469cfc6c", System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture);

    private readonly Dictionary<string, StorageRef> _named = [];
    private readonly Dictionary<string, long> _positions = [];

    public LegacyContainer(string path, FileStream stream)
        : base(path, stream)
    {
        var machine = new PickleMachine(TorchGlobals.Table, Locate);
        if (machine.Read(stream, path) is not BigInteger magic || magic != Magic)
            throw PickleFault.Damaged(path, "it is a pickle that torch.save did not write");
        if (machine.Read(stream, path) is not ProtocolVersion)
            throw PickleFault.Damaged(path, "its legacy stream is of an unknown version, expected 1001");
        if (machine.Read(stream, path) is PickleDict system && system["little_endian"] is false)
            throw PickleFault.Damaged(path, "it was written on a big-endian machine");
        Root = machine.Read(stream, path);
        FindStorages(machine.Read(stream, path));
    }

    public override object? Root { get; }

    protected override long Size => Stream.Length;

    protected override Tensor ReadStorage(StorageRef storage)
    {
        Stream.Position = _positions[storage.Key];
        return TensorBytes.Read(Stream, storage.Type.Type, storage.Count);
    }

    private StorageRef Locate(PickleTuple id)
    {
        var storage = StorageId.Parse(id, FilePath);
        if (storage.Bytes > Stream.Length)
            throw PickleFault.Damaged(FilePath, FormattableString.Invariant($"storage {storage.Key} takes {storage.Bytes} bytes, the file has {Stream.Length}"));
        if (_named.TryGetValue(storage.Key, out var known) && (known.Type != storage.Type || known.Count != storage.Count))
            throw PickleFault.Damaged(FilePath, $"storage {storage.Key} is named with two sizes or types");
        _named[storage.Key] = storage;
        return storage;
    }

    private void FindStorages(object? keys)
    {
        if (keys is not PickleList list)
            throw PickleFault.Damaged(FilePath, "the list of its storages is missing");
        Span<byte> prefix = stackalloc byte[8];
        foreach (var item in list.Items)
        {
            if (item is not string key || !_named.TryGetValue(key, out var storage))
                throw PickleFault.Damaged(FilePath, "it lists a storage that no tensor uses");
            if (Stream.Length - Stream.Position < prefix.Length)
                throw PickleFault.Damaged(FilePath, $"storage {key} is cut off");
            Stream.ReadExactly(prefix);
            var count = BinaryPrimitives.ReadInt64LittleEndian(prefix);
            if (count != storage.Count || Stream.Length - Stream.Position < storage.Bytes)
                throw PickleFault.Damaged(FilePath, FormattableString.Invariant($"storage {key} of {count} elements ({storage.Count} expected) has {Stream.Length - Stream.Position} bytes left, expected {storage.Bytes}"));
            _positions[key] = Stream.Position;
            Stream.Seek(storage.Bytes, SeekOrigin.Current);
        }

        if (_named.Keys.FirstOrDefault(key => !_positions.ContainsKey(key)) is { } missing)
            throw PickleFault.Damaged(FilePath, $"storage {missing} is missing");
    }
}
