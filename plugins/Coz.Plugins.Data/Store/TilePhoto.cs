using System.IO.MemoryMappedFiles;
using Coz.Contracts;
using Microsoft.Win32.SafeHandles;

namespace Coz.Plugins.Data;

/// <summary>A photo in a memory-mapped tile file. It stays mapped; the system keeps in memory what is used.</summary>
internal sealed class TilePhoto : IPhoto
{
    private readonly string _path;
    private readonly TileHeader _header;
    private readonly SafeMemoryMappedViewHandle _view;

    public TilePhoto(string path)
    {
        _path = path;
        _header = TileFile.Read(path);
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var file = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        _view = file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read).SafeMemoryMappedViewHandle;
    }

    public int Height => _header.Height;

    public int Width => _header.Width;

    public bool IsOf(FileInfo source) => _header.IsOf(source);

    public void CopyTo(int top, int left, int height, int width, Span<byte> target)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(top);
        ArgumentOutOfRangeException.ThrowIfNegative(left);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(top + height, Height);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(left + width, Width);
        CheckWhole();
        var side = _header.Side;
        for (var y = 0; y < height; y++)
        {
            var (tileRow, row) = Math.DivRem(top + y, side);
            for (var x = 0; x < width;)
            {
                var (tileColumn, column) = Math.DivRem(left + x, side);
                var count = Math.Min(side - column, width - x);
                var tile = TileFile.HeaderBytes + (3L * side * side * (((long)tileRow * _header.TilesAcross) + tileColumn));
                for (var c = 0; c < 3; c++)
                    _view.ReadSpan((ulong)(tile + (((c * side) + row) * side) + column), target.Slice((((c * height) + y) * width) + x, count));
                x += count;
            }
        }
    }

    // Reading a mapped page that lies beyond the end of its file would end the process.
    private void CheckWhole()
    {
        var now = new FileInfo(_path);
        if (now.Exists && now.Length < _header.FileBytes)
            throw new CozException($"{_path} was cut short while it was in use: {now.Length} bytes, expected {_header.FileBytes}. Run 'coz data pack' again.");
    }
}
