using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Toolkit;

namespace Coz.Plugins.Data;

/// <summary>
/// Pairs made from a folder of photos: at each scale the LR image is computed from the HR image's top-left part, by the rules of
/// LIIF's evaluation (lr = floor(side / s + 1e-9), hr = round(lr * s)) and with the kernel at the true ratio of each axis.
/// </summary>
[Plugin("image-folder", Summary = "HR images of a folder, degraded at any scales")]
public sealed class ImageFolderSource(ImageFolderOptions options) : PairSource, IPatchSource
{
    private readonly Lazy<IReadOnlyList<string>> _files = new(() => FileSelection.Of(options));
    private readonly Photos _photos = new(options.CacheMb, options.Store);

    /// <inheritdoc/>
    public int Count => _files.Value.Count;

    /// <inheritdoc/>
    public override IReadOnlyList<PairInfo> List()
    {
        var images = _files.Value;
        var largest = options.Scales.Max();
        foreach (var image in images)
        {
            var size = ImageFile.SizeOf(image);
            ScaleRules.PairOf(size.Height, size.Width, largest, image);
        }

        var dataset = options.Name ?? ImageFolder.DatasetName(options.Root);
        return [.. from scale in options.Scales.Distinct()
                   from image in images
                   select new PairInfo(dataset, ImageFolder.ImageName(image, images), scale, image)];
    }

    /// <inheritdoc/>
    public override ImagePair Load(PairInfo pair, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var image = ImageFile.Read(pair.Path);
        cancellationToken.ThrowIfCancellationRequested();
        return DegradedPair.Make(pair, image.Pixels, options, image.Notes);
    }

    /// <inheritdoc/>
    public double? DrawScale(SampleRandom random) => DegradedPatch.DrawScale(options, random);

    /// <inheritdoc/>
    public ImagePair LoadPatch(PatchRequest request, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var path = _files.Value[request.Item];
        var photo = _photos.Get(path);
        var info = new PairInfo(options.Name ?? ImageFolder.DatasetName(options.Root), Path.GetFileNameWithoutExtension(path), 1, path);
        return DegradedPatch.Cut(info, photo, request, options);
    }
}
