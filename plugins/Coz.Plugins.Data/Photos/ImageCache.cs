using Coz.Toolkit;

namespace Coz.Plugins.Data;

/// <summary>
/// Decoded images, so that no photo is decoded for each crop. Beyond the budget, what was not used for longest goes; an image larger
/// than the whole budget is kept until the next one. Safe to use from several threads: an image is decoded once, whoever asks.
/// </summary>
internal sealed class ImageCache(long budgetBytes)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<Entry>> _entries = new(StringComparer.Ordinal);
    private readonly LinkedList<Entry> _byUse = new();
    private long _bytes;

    /// <summary>Gives an image.</summary>
    /// <param name="key">Its path, or another name.</param>
    /// <param name="load">Decodes it; its exception is the caller's, and the next call tries again.</param>
    public ByteImage Get(string key, Func<ByteImage> load)
    {
        LinkedListNode<Entry>? node;
        lock (_lock)
        {
            if (_entries.TryGetValue(key, out node))
                _byUse.Remove(node);
            else
                _entries[key] = node = new LinkedListNode<Entry>(new Entry(key, new Lazy<ByteImage>(load)));
            _byUse.AddFirst(node);
        }

        try
        {
            var image = node.Value.Image.Value;
            Count(node, image);
            return image;
        }
        catch
        {
            lock (_lock)
                Remove(node);
            throw;
        }
    }

    private void Count(LinkedListNode<Entry> node, ByteImage image)
    {
        lock (_lock)
        {
            if (node.List is null || node.Value.Bytes > 0)
                return;
            node.Value.Bytes = image.Values.LongLength;
            _bytes += node.Value.Bytes;
            for (var oldest = _byUse.Last; _bytes > budgetBytes && oldest is not null;)
            {
                var next = oldest.Previous;
                if (oldest != node && oldest.Value.Bytes > 0)
                    Remove(oldest);
                oldest = next;
            }
        }
    }

    private void Remove(LinkedListNode<Entry> node)
    {
        if (node.List is null)
            return;
        _byUse.Remove(node);
        _entries.Remove(node.Value.Key);
        _bytes -= node.Value.Bytes;
    }

    private sealed class Entry(string key, Lazy<ByteImage> image)
    {
        public string Key { get; } = key;

        public Lazy<ByteImage> Image { get; } = image;

        public long Bytes { get; set; }
    }
}
