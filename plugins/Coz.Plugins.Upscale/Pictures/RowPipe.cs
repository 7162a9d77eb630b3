using System.Collections.Concurrent;

namespace Coz.Plugins.Upscale.Pictures;

/// <summary>
/// Hands rows of a picture from the thread that computes them to the one that writes its file: two bands, one being filled while the
/// other is read. Whoever ends first lets the other one go.
/// </summary>
internal sealed class RowPipe : IDisposable
{
    private readonly byte[] _head;
    private readonly long _length;
    private readonly BlockingCollection<byte[]> _empty = [];
    private readonly BlockingCollection<(byte[] Bytes, int Length)> _full = [];
    private readonly CancellationTokenSource _end = new();
    private (byte[] Bytes, int Length)? _band;
    private long _bandStart;
    private long _position;

    /// <summary>Makes a pipe.</summary>
    /// <param name="size">The picture's size.</param>
    /// <param name="layout">How its samples lie.</param>
    /// <param name="bandRows">The most rows of a band.</param>
    public RowPipe(PictureSize size, Layout layout, int bandRows)
    {
        _head = RowsAsTiff.Head(size, layout);
        _bandStart = _head.Length;
        _length = _head.Length + (size.Pixels * layout.PixelBytes);
        for (var i = 0; i < 2; i++)
            _empty.Add(GC.AllocateUninitializedArray<byte>(checked(bandRows * size.Width * layout.PixelBytes)));
    }

    /// <summary>A band to fill; waits until one has been read.</summary>
    /// <exception cref="OperationCanceledException">The reader has ended.</exception>
    public byte[] Rent() => _empty.Take(_end.Token);

    /// <summary>Hands a band over.</summary>
    /// <param name="band">What <see cref="Rent"/> gave.</param>
    /// <param name="length">Bytes of it.</param>
    public void Send(byte[] band, int length) => _full.Add((band, length));

    /// <summary>Ends the pipe from either side: waits end, and the reader gets no more.</summary>
    public void Break() => _end.Cancel();

    /// <summary>Reads on.</summary>
    /// <returns>Bytes that were read, 0 at the end, -1 if the pipe was broken or the reader went back behind the band it has.</returns>
    public int Read(byte[] buffer, int length)
    {
        try
        {
            if (_position >= _length)
                return 0;
            if (_position < _head.Length)
                return Copy(_head, (int)_position, _head.Length - (int)_position, buffer, length);
            while (_band is null || _position >= _bandStart + _band.Value.Length)
                Next();
            return _position < _bandStart ? -1 : Copy(_band.Value.Bytes, (int)(_position - _bandStart), (int)(_bandStart + _band.Value.Length - _position), buffer, length);
        }
        catch (OperationCanceledException)
        {
            return -1;
        }
    }

    /// <summary>Moves the reader.</summary>
    /// <returns>Its position from the beginning.</returns>
    public long Seek(long offset, SeekOrigin origin) => _position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        _ => _length + offset,
    };

    public void Dispose()
    {
        _end.Cancel();
        _empty.Dispose();
        _full.Dispose();
        _end.Dispose();
    }

    private void Next()
    {
        if (_band is { } read)
        {
            _bandStart += read.Length;
            _empty.Add(read.Bytes);
            _band = null;
        }

        _band = _full.Take(_end.Token);
    }

    private int Copy(byte[] from, int at, int there, byte[] buffer, int length)
    {
        var count = Math.Min(there, Math.Min(length, buffer.Length));
        from.AsSpan(at, count).CopyTo(buffer);
        _position += count;
        return count;
    }
}
