using System.Globalization;
using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Toolkit;

namespace Coz.Plugins.Data;

/// <summary>
/// LR and HR files as they are: matched by name, where an LR name may end in the scale (babyx2), in LR or L, an HR name in HR or H; where no name
/// matches and the counts are equal, by position in ordinal order. With a nominal scale that the sizes bear out (hr is at least
/// round(lr * s)), HR is cut to its top-left round(lr * s); without one, both images cover the same field and the scale is W_hr / W_lr, to two decimals.
/// </summary>
[Plugin("paired-folders", Summary = "LR and HR images of two folders, as they are")]
public sealed class PairedFoldersSource(PairedFoldersOptions options) : PairSource, IPatchSource
{
    private readonly Photos _photos = new(options.CacheMb, options.Store);
    private readonly Lazy<IReadOnlyList<(PairInfo Info, string Lr)>> _pairs = new(() => All(options));

    /// <inheritdoc/>
    public int Count => _pairs.Value.Count;

    /// <inheritdoc/>
    public override IReadOnlyList<PairInfo> List() => [.. _pairs.Value.Select(pair => pair.Info)];

    /// <inheritdoc/>
    public override ImagePair Load(PairInfo pair, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        double? nominal = options.Scales.Count > 0 ? pair.Scale : null;
        var lrPath = _pairs.Value.First(entry => entry.Info == pair).Lr;
        using var hr = ImageFile.Read(pair.Path);
        var lr = ImageFile.Read(lrPath);
        try
        {
            var (height, width) = HrSize(new ImageSize((int)hr.Pixels.shape[2], (int)hr.Pixels.shape[3]), new ImageSize((int)lr.Pixels.shape[2], (int)lr.Pixels.shape[3]), nominal, pair.Path, lrPath);
            using var rows = hr.Pixels.narrow(2, 0, height);
            using var part = rows.narrow(3, 0, width);
            var grid = GridQueries.Whole((int)lr.Pixels.shape[2], (int)lr.Pixels.shape[3], height, width);
            return new ImagePair(pair, lr.Pixels, part.clone(), grid, [.. lr.Notes, .. hr.Notes]);
        }
        catch
        {
            lr.Dispose();
            throw;
        }
    }

    /// <summary>Scales follow from the images.</summary>
    /// <param name="random">Not drawn from.</param>
    /// <returns>Null.</returns>
    public double? DrawScale(SampleRandom random) => null;

    /// <inheritdoc/>
    public ImagePair LoadPatch(PatchRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        var (info, lrPath) = _pairs.Value[request.Item];
        var (lr, hr) = (_photos.Get(lrPath), _photos.Get(info.Path));
        var (height, width) = HrSize(new ImageSize(hr.Height, hr.Width), new ImageSize(lr.Height, lr.Width), options.Scales.Count > 0 ? info.Scale : null, info.Path, lrPath);
        var measured = new Measured(new AxisPair((double)height / lr.Height, (double)width / lr.Width), default);
        return ExactPatch.Cut(info, new PhotoPair(lrPath, info.Path, measured), lr, hr, request);
    }

    private static IReadOnlyList<(PairInfo Info, string Lr)> All(PairedFoldersOptions options)
    {
        var dataset = options.Name ?? ImageFolder.DatasetName(options.Hr);
        var images = ImageFolder.Images(options.Hr);
        return [.. from scale in options.Scales.Count > 0 ? options.Scales.Distinct().Cast<double?>() : [null]
                   from match in FileMatch.All(images, ImageFolder.Images(LrFolder(options, scale)), scale).Take(options.Limit ?? int.MaxValue)
                   select (new PairInfo(dataset, ImageFolder.ImageName(match.Hr, images), scale ?? ScaleOf(match), match.Hr), match.Lr)];
    }

    private static (int Height, int Width) HrSize(ImageSize hr, ImageSize lr, double? nominal, string hrPath, string lrPath)
    {
        if (nominal is not { } scale)
            return (hr.Height, hr.Width);
        var (height, width) = (ScaleRules.HrSide(lr.Height, scale), ScaleRules.HrSide(lr.Width, scale));
        // Real optics: the scale's name is nominal, and both photos show the same field at their own ratio.
        var isSameField = Math.Abs(hr.Height - height) > scale || Math.Abs(hr.Width - width) > scale;
        if (!isSameField && height <= hr.Height && width <= hr.Width)
            return (height, width);
        var ratio = (double)hr.Width / lr.Width;
        return ratio / scale is > 0.8 and < 1.25
            ? (hr.Height, hr.Width)
            : throw new CozException(string.Create(CultureInfo.InvariantCulture, $"{lrPath} ({lr.Width}x{lr.Height}) does not fit {hrPath} ({hr.Width}x{hr.Height}): scale {scale} is expected, the ratio is {ratio:0.###}."));
    }

    private static double ScaleOf((string Hr, string Lr) match)
    {
        var (hr, lr) = (ImageFile.SizeOf(match.Hr), ImageFile.SizeOf(match.Lr));
        var scale = (double)hr.Width / lr.Width;
        return ScaleRules.IsLegal(scale) ? Math.Round(scale, 2) : throw new CozException(
            string.Create(CultureInfo.InvariantCulture, $"{match.Lr} ({lr.Width}x{lr.Height}) does not fit {match.Hr} ({hr.Width}x{hr.Height}): HR must be {ScaleRules.Minimum} to {ScaleRules.Maximum} times as wide."));
    }

    private static string LrFolder(PairedFoldersOptions options, double? scale) => scale is { } value
        ? options.Lr.Replace(PairedFoldersOptions.ScaleMark, value.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        : options.Lr;
}
