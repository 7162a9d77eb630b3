using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Toolkit;

namespace Coz.Plugins.Data;

/// <summary>
/// The COZ data set: real photos of scenes at many focal lengths. A training patch is of any two images of a scene, so that its scale
/// is any real number; whole pairs are of the test half, patches too where split says so. Mode official repeats the released code, its dropped offsets included.
/// </summary>
[Plugin("coz", Summary = "COZ: real photos of scenes at many focal lengths, any two images of a scene",
    Source = "pf0607/COZ 05afa2c", SourceLicense = "no licence file seen",
    Deviations =
    [
        "Random places and partners are functions of (seed, epoch, index), not of Python's generator.",
        "Scenes and HR images that are not equally many are an error; the released code pairs them wrongly or stops.",
        "The x6 list of 34 scenes is used on data sets of 37 scenes; on others all scenes are.",
    ],
    Notes = ["The released test reshapes non-square images wrongly before the shave: that is metric psnr's protocol coz-released; coz has the right border."])]
public sealed class CozSource : PairSource, IPatchSource
{
    private readonly CozOptions _options;
    private readonly Photos _photos;
    private readonly Lazy<CozIndex> _index;
    private readonly Lazy<IReadOnlyList<PatchScene>> _scenes;
    private readonly Lazy<IReadOnlyDictionary<PairInfo, PhotoPair>> _pairs;

    /// <summary>Makes the source; the data set is looked at when it is first used.</summary>
    /// <param name="options">Which data set, and how.</param>
    public CozSource(CozOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _photos = new Photos(options.CacheMb, options.Store);
        _index = new(() => new CozIndex(options.Root, options.Mode == CozMode.Exact ? DatasetIndex.Find(options.Root) : null));
        _scenes = new(() => new CozPairs(options, _index.Value).PatchScenes());
        _pairs = new(() => new CozPairs(options, _index.Value).List().ToDictionary(entry => entry.Info, entry => entry.Pair));
    }

    /// <inheritdoc/>
    public int Count => _scenes.Value.Count;

    /// <inheritdoc/>
    public override IReadOnlyList<PairInfo> List() => [.. _pairs.Value.Keys];

    /// <inheritdoc/>
    public override ImagePair Load(PairInfo pair, CancellationToken cancellationToken = default) => WholePair.Load(pair, _pairs.Value[pair], cancellationToken);

    /// <summary>Scales follow from the images.</summary>
    /// <param name="random">Not drawn from.</param>
    /// <returns>Null.</returns>
    public double? DrawScale(SampleRandom random) => null;

    /// <inheritdoc/>
    public ImagePair LoadPatch(PatchRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        var scene = _scenes.Value[request.Item];
        var (pair, scale) = scene.Draw(request.Random);
        var (lr, hr) = (_photos.Get(pair.Lr), _photos.Get(pair.Hr));
        var info = new PairInfo(_options.Name ?? ImageFolder.DatasetName(_options.Root), scene.Name, scale, pair.Hr);
        return _options.Mode == CozMode.Official ? OfficialPatch.Cut(info, pair, lr, hr, request) : ExactPatch.Cut(info, pair, lr, hr, request);
    }
}
