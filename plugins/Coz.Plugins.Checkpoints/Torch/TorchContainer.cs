using Coz.Contracts;
using Coz.Plugins.Checkpoints.Pickle;
using Coz.Toolkit;
using static TorchSharp.torch;

namespace Coz.Plugins.Checkpoints.Torch;

/// <summary>An open .pth file: its pickle is read, its storages are read when a tensor is wanted.</summary>
internal abstract class TorchContainer(string path, FileStream stream) : IDisposable
{
    // torch ties few weights together; a file whose tensors take many times its own size is made to exhaust memory.
    private const long FreeBytes = 1 << 24;
    private const int MostSharing = 2;

    private long _taken;

    /// <summary>The value the file holds.</summary>
    public abstract object? Root { get; }

    /// <summary>What is odd about the file without keeping it from being read, a line each.</summary>
    public virtual IReadOnlyList<string> Notes => [];

    /// <summary>The bytes of its storages, unpacked; an upper bound.</summary>
    protected abstract long Size { get; }

    protected string FilePath { get; } = path;

    protected FileStream Stream { get; } = stream;

    /// <summary>Opens a file of either layout.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The open file; the caller disposes it.</returns>
    /// <exception cref="CozException">It cannot be read, is damaged, or asks for what is not allowed.</exception>
    public static TorchContainer Open(string path)
    {
        FileStream? stream = null;
        try
        {
            stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16);
            return ZipContainer.Matches(stream) ? new ZipContainer(path, stream) : new LegacyContainer(path, stream);
        }
        catch (Exception e)
        {
            stream?.Dispose();
            if (e is IOException or UnauthorizedAccessException or InvalidDataException or NotSupportedException)
                throw PickleFault.Damaged(path, e.Message, e);
            throw;
        }
    }

    /// <summary>Reads the tensors, each with memory of its own, contiguous.</summary>
    /// <param name="wanted">Names and tensors of this file.</param>
    /// <returns>The tensors in the same order; the caller disposes them.</returns>
    /// <exception cref="CozException">A storage is damaged, or the tensors take far more memory than the file.</exception>
    public IReadOnlyList<KeyValuePair<string, Tensor>> Read(IReadOnlyList<KeyValuePair<string, TensorRef>> wanted)
    {
        var done = new Tensor?[wanted.Count];
        try
        {
            // Storage by storage, so that only one is in memory beside the result.
            foreach (var group in wanted.Select((entry, index) => (entry.Value, index)).GroupBy(entry => (entry.Value.Storage.Key, entry.Value.Storage.Type)))
            {
                using var scope = NewDisposeScope();
                var tensors = group.ToList();
                Take(tensors.Select(entry => entry.Value));
                var flat = ReadStorage(tensors[0].Value.Storage);
                foreach (var (tensor, index) in tensors)
                    done[index] = Window(flat, tensor, isOnly: tensors.Count == 1).MoveToOuterDisposeScope();
            }

            return [.. wanted.Select((entry, index) => KeyValuePair.Create(entry.Key, done[index]!))];
        }
        catch (Exception e)
        {
            foreach (var tensor in done)
                tensor?.Dispose();
            if (e is IOException or InvalidDataException or NotSupportedException)
                throw PickleFault.Damaged(FilePath, e.Message, e);
            throw;
        }
    }

    public virtual void Dispose() => Stream.Dispose();

    /// <summary>Reads a whole storage.</summary>
    /// <param name="storage">Which; its size has been checked against the file.</param>
    /// <returns>(Count): its elements.</returns>
    protected abstract Tensor ReadStorage(StorageRef storage);

    private static Tensor Window(Tensor flat, TensorRef tensor, bool isOnly)
    {
        var view = flat.as_strided([.. tensor.Shape], [.. tensor.Stride], tensor.Storage.First + tensor.Offset);
        return isOnly && view.numel() == flat.numel() && view.is_contiguous() ? view : empty(view.shape, view.dtype).copy_(view);
    }

    private void Take(IEnumerable<TensorRef> tensors)
    {
        foreach (var tensor in tensors)
        {
            var bytes = tensor.Count * TensorBytes.SizeOf(tensor.Storage.Type.Type);
            if (_taken + bytes > FreeBytes + (MostSharing * Size))
                throw PickleFault.Damaged(FilePath, FormattableString.Invariant($"its tensors take more than {MostSharing} times the {Size} bytes of its storages"));
            _taken += (long)bytes;
        }
    }
}
