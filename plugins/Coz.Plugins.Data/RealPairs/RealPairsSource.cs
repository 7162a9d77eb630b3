using System.Globalization;
using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Toolkit;

namespace Coz.Plugins.Data;

/// <summary>
/// Real pairs of one size or of a fixed scale, found by the names of RealSR, DRealSR, SR-RAW and City100. Both images show the same
/// field, so the ratio of their sizes is the scale of each axis.
/// </summary>
[Plugin("real-pairs", Summary = "Real LR-HR pairs laid out as RealSR, DRealSR, SR-RAW or City100",
    Notes =
    [
        "City100's names were checked with its files; those of RealSR, DRealSR and SR-RAW are as their code and readers describe them.",
        "SR-RAW: its own scripts make the folders 'cropped' or 'aligned', where all images have the size of the first.",
    ])]
public sealed class RealPairsSource : PairSource, IPatchSource
{
    // Two sizes that are one but for a border of some pixels.
    private const double OneSize = 1.02;

    private readonly RealPairsOptions _options;
    private readonly Photos _photos;
    private readonly Lazy<IReadOnlyList<(PairInfo Info, RealPair Pair)>> _pairs;
    private readonly Lazy<IReadOnlyDictionary<PairInfo, RealPair>> _files;

    /// <summary>Makes the source; the folder is looked at when it is first used.</summary>
    /// <param name="options">Which pairs.</param>
    public RealPairsSource(RealPairsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _photos = new Photos(options.CacheMb, options.Store);
        _pairs = new(() => Distinct([.. RealPairsTree.FindSome(options.Root).Take(options.Limit ?? int.MaxValue).Select(pair => (Info(pair), pair)).OrderBy(entry => entry.Item1.Scale)]));
        _files = new(() => _pairs.Value.ToDictionary(entry => entry.Info, entry => entry.Pair));
    }

    /// <inheritdoc/>
    public int Count => _pairs.Value.Count;

    /// <inheritdoc/>
    public override IReadOnlyList<PairInfo> List() => [.. _pairs.Value.Select(entry => entry.Info)];

    /// <inheritdoc/>
    public override ImagePair Load(PairInfo pair, CancellationToken cancellationToken = default)
    {
        var files = _files.Value[pair];
        var loaded = WholePair.Load(pair, new PhotoPair(files.Lr, files.Hr), cancellationToken);
        if (!Shrinks(loaded.Lr.shape[3], loaded.Hr.shape[3]))
            return loaded;
        using var large = loaded.Lr;
        var (height, width) = ShrunkSize((int)large.shape[2], (int)large.shape[3]);
        return loaded with { Lr = Resize.Degrade(large, height, width, Degradation.MatlabBicubic), Grid = GridQueries.Whole(height, width, loaded.Grid.Rows.Count, loaded.Grid.Columns.Count) };
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
        var (info, files) = _pairs.Value[request.Item];
        var (lr, hr) = (_photos.Get(files.Lr), _photos.Get(files.Hr));
        if (Shrinks(lr.Width, hr.Width))
        {
            var large = lr;
            lr = _photos.Get($"{files.Lr} shrunk", () => Shrunk(large));
        }

        return ExactPatch.Cut(info, new PhotoPair(files.Lr, files.Hr), lr, hr, request);
    }

    // Two LR images of one HR image at one scale: each is named for its own file, or one of them would never be read.
    private static List<(PairInfo Info, RealPair Pair)> Distinct(IReadOnlyList<(PairInfo Info, RealPair Pair)> pairs)
    {
        var shared = pairs.GroupBy(entry => entry.Info).Where(group => group.Count() > 1).Select(group => group.Key).ToHashSet();
        return [.. pairs.Select(entry => shared.Contains(entry.Info) ? (entry.Info with { Image = $"{entry.Info.Image} ({Path.GetFileName(entry.Pair.Lr)})" }, entry.Pair) : entry)];
    }

    private bool Shrinks(long lrWidth, long hrWidth) => _options.Shrink > 1 && hrWidth < OneSize * lrWidth;

    private (int Height, int Width) ShrunkSize(int height, int width) => (Math.Max(1, ScaleRules.LrSide(height, _options.Shrink)), Math.Max(1, ScaleRules.LrSide(width, _options.Shrink)));

    private ByteImage Shrunk(IPhoto photo)
    {
        var (height, width) = ShrunkSize(photo.Height, photo.Width);
        var levels = new byte[3 * height * width];
        var all = new byte[3 * photo.Height * photo.Width];
        photo.CopyTo(0, 0, photo.Height, photo.Width, all);
        CropDegradation.Apply(all, photo.Height, photo.Width, height, width, Degradation.MatlabBicubic, levels);
        return new ByteImage(height, width, levels);
    }

    private PairInfo Info(RealPair pair)
    {
        var (lr, hr) = (ImageFile.SizeOf(pair.Lr), ImageFile.SizeOf(pair.Hr));
        var scale = Shrinks(lr.Width, hr.Width) ? _options.Shrink : Math.Round((double)hr.Width / lr.Width, 2);
        return ScaleRules.IsLegal(scale)
            ? new PairInfo(_options.Name ?? ImageFolder.DatasetName(_options.Root), pair.Name, scale, pair.Hr)
            : throw new CozException(string.Create(CultureInfo.InvariantCulture, $"{pair.Lr} ({lr.Width}x{lr.Height}) does not fit {pair.Hr} ({hr.Width}x{hr.Height}): HR must be {ScaleRules.Minimum} to {ScaleRules.Maximum} times as wide."));
    }
}
