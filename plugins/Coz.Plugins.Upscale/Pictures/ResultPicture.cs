using Coz.Contracts;
using NetVips;

namespace Coz.Plugins.Upscale.Pictures;

/// <summary>
/// The picture that is being written: rows go in from top to bottom, a thread of its own encodes them into the file as they come. What is
/// not completed leaves no file.
/// </summary>
internal sealed class ResultPicture : IDisposable
{
    private readonly ResultForm _form;
    private readonly PictureMetadata _metadata;
    private readonly TemporaryPicture _file;
    private readonly RowPipe _pipe;
    private readonly Thread _writer;
    private Exception? _fault;

    /// <summary>Begins a file.</summary>
    /// <param name="path">The file that is there in the end.</param>
    /// <param name="form">What is written.</param>
    /// <param name="metadata">What is said beside it.</param>
    /// <param name="bandRows">The most rows that are handed over at once.</param>
    /// <exception cref="OutputException">The file cannot be made.</exception>
    public ResultPicture(string path, ResultForm form, PictureMetadata metadata, int bandRows)
    {
        (_form, _metadata) = (form, metadata);
        _file = new TemporaryPicture(path);
        _pipe = new RowPipe(form.Size, form.Layout, bandRows);
        _writer = new Thread(Encode) { Name = "coz picture writer", IsBackground = true };
        _writer.Start();
    }

    /// <summary>A band to fill with rows.</summary>
    /// <exception cref="OutputException">The file cannot be written.</exception>
    public byte[] Rent()
    {
        try
        {
            return _pipe.Rent();
        }
        catch (OperationCanceledException)
        {
            _writer.Join();
            throw Fault();
        }
    }

    /// <summary>Hands rows over.</summary>
    /// <param name="band">What <see cref="Rent"/> gave.</param>
    /// <param name="rows">How many.</param>
    public void Write(byte[] band, int rows) => _pipe.Send(band, checked(rows * _form.Size.Width * _form.Layout.PixelBytes));

    /// <summary>Waits for the last row to be written, and gives the file its name.</summary>
    /// <exception cref="OutputException">The file cannot be written.</exception>
    public void Complete()
    {
        _writer.Join();
        if (_fault is not null)
            throw Fault();
        if (_form.Format == PictureFormat.Tiff && _metadata.Exif is { } exif)
            _file.Write(stream => TiffExif.Append(stream, exif, _form.Size));
        _file.Commit();
    }

    public void Dispose()
    {
        _pipe.Break();
        _writer.Join();
        _pipe.Dispose();
        _file.Dispose();
    }

    private void Encode()
    {
        try
        {
            using var source = new SourceCustom();
            source.OnRead += _pipe.Read;
            source.OnSeek += _pipe.Seek;
            using var rows = Image.NewFromSource(source, "", Enums.Access.Sequential);
            using var named = rows.Copy(interpretation: _form.Interpretation);
            using var whole = _metadata.ApplyTo(named);
            using var target = _file.Target();
            _form.Save(whole, target);
        }
#pragma warning disable CA1031 // It ends a thread: whatever it is, the thread that completes the picture throws it.
        catch (Exception e)
        {
            _fault = e;
        }
#pragma warning restore CA1031
        finally
        {
            _pipe.Break();
        }
    }

    private OutputException Fault() => _file.Fault is { } cause
        ? cause
        : new OutputException(_file.Path, _fault is VipsException vips ? Vips.Reason(vips) : _fault?.Message ?? "its writer ended early", _fault);
}
