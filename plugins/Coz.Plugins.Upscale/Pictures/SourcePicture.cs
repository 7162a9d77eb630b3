using System.Runtime.InteropServices;
using Coz.Contracts;
using NetVips;

namespace Coz.Plugins.Upscale.Pictures;

/// <summary>
/// A picture's file, opened: upright, in gray or RGB of 8 or 16 bits, with alpha or without. Its pixels are decoded when they are first read.
/// </summary>
internal sealed class SourcePicture : IDisposable
{
    private const string LoaderField = "vips-loader";
    private const string PagesField = "n-pages";
    private const string ProfileField = "icc-profile-data";
    private readonly string _path;
    private readonly Stack<Image> _owned = new();
    private readonly Image _image;
    private readonly long _decodedBytes;
    private readonly Lazy<PictureMetadata> _metadata;
    private readonly List<string> _notes = [];
    private bool _isDecoded;

    // It owns the image it is given, whatever happens.
    private SourcePicture(string path, Image image)
    {
        _path = path;
        try
        {
            Own(image);
            Format = FormatOf(image, path);
            Check(image, path);
            _decodedBytes = (long)image.Width * image.Height * image.Bands * (image.Format == Enums.BandFormat.Ushort ? 2 : 1);
            Orientation = image.Contains("orientation") ? Convert.ToInt32(image.Get("orientation"), System.Globalization.CultureInfo.InvariantCulture) : 1;
            _image = Plain(Own(image.Autorot()));
            _metadata = new Lazy<PictureMetadata>(Said);
            Size = new PictureSize(_image.Width, _image.Height);
            var hasAlpha = _image.Bands is 2 or 4;
            Layout = new Layout(_image.Bands - (hasAlpha ? 1 : 0), hasAlpha, _image.Format == Enums.BandFormat.Ushort ? 16 : 8);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>What the file is, whatever its ending says.</summary>
    public PictureFormat Format { get; }

    /// <summary>The upright picture's size.</summary>
    public PictureSize Size { get; }

    /// <summary>How its samples lie.</summary>
    public Layout Layout { get; }

    /// <summary>The orientation that was applied, 1 to 8 as EXIF has it.</summary>
    public int Orientation { get; }

    /// <summary>What was converted, a line each.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>The picture's metadata; valid as long as the picture.</summary>
    public PictureMetadata Metadata => _metadata.Value;

    /// <summary>Opens a file: its header is read.</summary>
    /// <exception cref="CozException">It is missing, empty, no picture of a known format, or of a kind that is not upscaled.</exception>
    public static SourcePicture Open(string path)
    {
        Vips.Require();
        CheckFile(path);
        try
        {
            using var source = Source.NewFromFile(path);
            return new SourcePicture(path, Image.NewFromSource(source, "", Enums.Access.Random, Enums.FailOn.Error));
        }
        catch (VipsException e)
        {
            throw new CozException($"{path} is no picture that can be read: PNG, JPEG, TIFF or WebP is expected ({Vips.Reason(e)}).", e);
        }
    }

    /// <summary>Reads a rectangle.</summary>
    /// <returns>Its samples.</returns>
    /// <exception cref="CozException">The file is damaged.</exception>
    public byte[] Read(int left, int top, int width, int height)
    {
        if (!_isDecoded)
            TemporaryRoom.Require(_path, _decodedBytes);
        _isDecoded = true;
        try
        {
            using var part = _image.Crop(left, top, width, height);
            return Layout.Bits == 8 ? part.WriteToMemory<byte>() : MemoryMarshal.AsBytes(part.WriteToMemory<ushort>().AsSpan()).ToArray();
        }
        catch (VipsException e) when (Vips.IsWriteFault(e))
        {
            throw TemporaryRoom.Fault(_path, _decodedBytes, e);
        }
        catch (VipsException e)
        {
            throw new CozException($"{_path} is damaged or cut short: {Vips.Reason(e)}. Copy it again from its source.", e);
        }
    }

    public void Dispose()
    {
        while (_owned.TryPop(out var image))
            image.Dispose();
    }

    private Image Own(Image image)
    {
        _owned.Push(image);
        return image;
    }

    private PictureMetadata Said()
    {
        var block = Format == PictureFormat.Tiff ? TiffExif.Read(_path) : null;
        var exif = block is null ? null : TiffExif.Parse(block);
        return new PictureMetadata(_image, exif is null ? null : Own(exif), block);
    }

    private static void CheckFile(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            if (file.Length == 0)
                throw new CozException($"{path} is empty: 0 bytes. Copy it again from its source.");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UsageException($"There is no picture {path}.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CozException($"{path} cannot be read: {e.Message}", e);
        }
    }

    private static PictureFormat FormatOf(Image image, string path) => image.Contains(LoaderField) ? (string)image.Get(LoaderField) switch
    {
        var loader when loader.StartsWith("png", StringComparison.Ordinal) => PictureFormat.Png,
        var loader when loader.StartsWith("jpeg", StringComparison.Ordinal) || loader.StartsWith("uhdr", StringComparison.Ordinal) => PictureFormat.Jpeg,
        var loader when loader.StartsWith("tiff", StringComparison.Ordinal) => PictureFormat.Tiff,
        var loader when loader.StartsWith("webp", StringComparison.Ordinal) => PictureFormat.WebP,
        var loader => throw new CozException($"{path} is of another kind ({loader.Split("load")[0]}) than PNG, JPEG, TIFF and WebP: save it as one of these."),
    } : throw new CozException($"{path} is no picture that can be read: PNG, JPEG, TIFF or WebP is expected.");

    private static void Check(Image image, string path)
    {
        if (image.Contains(PagesField) && Convert.ToInt32(image.Get(PagesField), System.Globalization.CultureInfo.InvariantCulture) is > 1 and var pages)
            throw new CozException($"{path} holds {pages} pictures, an animation or a document: save the one to upscale as a file of its own.");
        if (image.Format is not (Enums.BandFormat.Uchar or Enums.BandFormat.Ushort))
            throw new CozException($"{path} has samples of type {image.Format.ToString().ToLowerInvariant()}: 8 or 16 bits a sample are expected, so save it as one of these.");
    }

    private Image Plain(Image image)
    {
        var result = image;
        if (image.Interpretation is not (Enums.Interpretation.Bw or Enums.Interpretation.Grey16 or Enums.Interpretation.Srgb or Enums.Interpretation.Rgb16 or Enums.Interpretation.Rgb or Enums.Interpretation.Multiband))
        {
            var isWide = image.Format == Enums.BandFormat.Ushort;
            result = Own(image.Contains(ProfileField)
                ? image.IccTransform("srgb", embedded: true, depth: isWide ? 16 : 8)
                : image.Colourspace(isWide ? Enums.Interpretation.Rgb16 : Enums.Interpretation.Srgb));
            _notes.Add($"{_path}: converted from {image.Interpretation.ToString().ToUpperInvariant()} to sRGB.");
        }

        return result.Bands is >= 1 and <= 4
            ? result
            : throw new CozException($"{_path} has {result.Bands} samples a pixel: 1 (gray) or 3 (RGB) are expected, and one more for alpha.");
    }
}
