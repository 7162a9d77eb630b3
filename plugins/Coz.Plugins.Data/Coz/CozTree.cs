using Coz.Contracts;
using Coz.Toolkit;

namespace Coz.Plugins.Data;

/// <summary>
/// COZ as it is published: train_LR/SCENE/images, test_LR/SCENE/images and test_HR with one image a scene, everything in the ordinal
/// order of names. Scenes of test_LR go with the images of test_HR by their position.
/// </summary>
internal static class CozTree
{
    public const string TrainLr = "train_LR";
    public const string TestLr = "test_LR";
    public const string TestHr = "test_HR";

    /// <param name="root">The data set.</param>
    /// <param name="mayBeEmpty">Lists a scene without an image too, with no files, instead of refusing the half.</param>
    /// <exception cref="CozException">The folder is missing, or has no scene, or a scene has no image.</exception>
    public static IReadOnlyList<CozScene> TrainScenes(string root, bool mayBeEmpty = false) => Scenes(root, TrainLr, mayBeEmpty);

    /// <summary>The training scenes before the last ones, which are held out; or those last ones.</summary>
    /// <exception cref="CozException">The folder is missing or has no scene, or none is left.</exception>
    public static IReadOnlyList<CozScene> TrainScenes(string root, int heldOut, bool isHeldOut)
    {
        var scenes = TrainScenes(root);
        if (heldOut >= scenes.Count)
            throw new CozException($"{Path.Combine(root, TrainLr)} has {scenes.Count} scenes, and data:hold_out keeps {heldOut} of them out of training: leave at least one.");
        return [.. isHeldOut ? scenes.TakeLast(heldOut) : scenes.SkipLast(heldOut)];
    }

    public static bool HasTestHalf(string root) => Directory.Exists(Path.Combine(root, TestHr));

    /// <summary>The folders of LR images beside test_HR, and not a store of their tiles.</summary>
    public static IReadOnlyList<string> TestHalves(string root) =>
        [.. Directory.GetDirectories(root, TestLr + "*").Where(folder => !TileStore.IsOne(folder)).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)];

    /// <param name="root">The data set.</param>
    /// <param name="testLr">The folder of the LR images.</param>
    /// <param name="mayBeEmpty">Lists a scene without an LR image too, instead of refusing the half.</param>
    /// <exception cref="CozException">A folder is missing, scenes and HR images are not equally many, or a scene has no image.</exception>
    public static IReadOnlyList<CozTestScene> TestScenes(string root, string testLr, bool mayBeEmpty = false)
    {
        var scenes = Scenes(root, testLr, mayBeEmpty);
        var hr = ImageFolder.Images(Path.Combine(root, TestHr));
        if (scenes.Count != hr.Count)
            throw new CozException($"{Path.Combine(root, testLr)} has {scenes.Count} scenes and {Path.Combine(root, TestHr)} {hr.Count} images; they go together by their order, so as many are expected ('coz data check {root}' lists them).");
        return [.. scenes.Zip(hr, (scene, file) => new CozTestScene(scene.Name, scene.Files, file))];
    }

    private static IReadOnlyList<CozScene> Scenes(string root, string half, bool mayBeEmpty)
    {
        var folder = Path.Combine(root, half);
        if (!Directory.Exists(folder))
            throw new CozException($"{root} has no {half}: a COZ data set has {TrainLr}/SCENE/images, and {TestLr}/SCENE/images with {TestHr}/images.");
        var scenes = Directory.GetDirectories(folder).Where(scene => !Path.GetFileName(scene).StartsWith('.')).Order(StringComparer.Ordinal).ToList();
        return scenes.Count > 0
            ? [.. scenes.Select(scene => new CozScene(Path.GetFileName(scene), mayBeEmpty ? ImageFolder.ImagesIfAny(scene) : ImageFolder.Images(scene)))]
            : throw new CozException($"{folder} has no scene: a folder for each is expected, with its images in it.");
    }
}
