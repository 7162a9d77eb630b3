using System.Globalization;
using Coz.Contracts;
using Coz.Contracts.Models;

namespace Coz.Plugins.Data;

/// <summary>What is paired in a COZ data set: whole pairs, as benchmarks and validation use them, and the scenes that patches are cut from.</summary>
internal sealed class CozPairs(CozOptions options, CozIndex index)
{
    private const int PublishedScenes = 37;
    private const int FirstListed = 2;
    private const double SmallListScale = 6;

    // Ids 157, 158 and 185 of 154 to 190: the released code's list for x6 leaves them out.
    private static readonly int[] WithoutSix = [3, 4, 31];

    /// <summary>Lists the pairs: by scale, then by scene.</summary>
    public IReadOnlyList<(PairInfo Info, PhotoPair Pair)> List()
    {
        var name = options.Name ?? ImageFolder.DatasetName(options.Root);
        if (options.Mode == CozMode.Official)
            return Official(name, CozTree.TestScenes(options.Root, options.TestLr));
        var isTest = options.Split == CozSplit.Test || (options.Split == CozSplit.Auto && CozTree.HasTestHalf(options.Root));
        if (isTest)
            return Nearest(name, [.. Limited(CozTree.TestScenes(options.Root, options.TestLr)).Select(scene => (scene.Name, Candidates(scene)))]);
        var isHeldOut = options.Split == CozSplit.HeldOut;
        return Nearest($"{name} ({(isHeldOut ? "held out" : "train")})", [.. Limited(CozTree.TrainScenes(options.Root, options.HoldOut, isHeldOut)).Select(scene => (scene.Name, Candidates(scene)))]);
    }

    /// <summary>The scenes of the half that <see cref="CozOptions.Split"/> names; of the training half if it names none.</summary>
    public IReadOnlyList<PatchScene> PatchScenes() => options.Split == CozSplit.Test
        ? [.. Limited(CozTree.TestScenes(options.Root, options.TestLr)).Select(scene => new PatchScene(scene.Name, [], Candidates(scene)))]
        : [.. Limited(CozTree.TrainScenes(options.Root, options.HoldOut, options.Split == CozSplit.HeldOut)).Select(scene => PatchScene.Of(scene, index))];

    private IReadOnlyList<T> Limited<T>(IReadOnlyList<T> scenes) => [.. scenes.Take(options.Limit ?? int.MaxValue)];

    private List<(PairInfo Info, PhotoPair Pair)> Official(string name, IReadOnlyList<CozTestScene> all)
    {
        var scenes = Limited(all);
        var pairs = new List<(PairInfo Info, PhotoPair Pair)>();
        foreach (var scale in options.Scales.Distinct())
        {
            var place = (int)scale - FirstListed;
            for (var i = 0; i < scenes.Count; i++)
            {
                if (scale == SmallListScale && all.Count == PublishedScenes && WithoutSix.Contains(i))
                    continue;
                var scene = scenes[i];
                if (place >= scene.Files.Count)
                    throw new CozException(string.Create(CultureInfo.InvariantCulture, $"The scene {scene.Name} of {options.TestLr} has {scene.Files.Count} images, so none at scale {scale} (place {place}, counted from 0): leave the scale out, or use mode exact."));
                pairs.Add((new PairInfo(name, scene.Name, scale, scene.Hr), new PhotoPair(scene.Files[place], scene.Hr)));
            }
        }

        return pairs;
    }

    private List<(PairInfo Info, PhotoPair Pair)> Nearest(string name, IReadOnlyList<(string Scene, IReadOnlyList<(PhotoPair Pair, double Scale)> Candidates)> scenes)
    {
        var pairs = new List<(PairInfo Info, PhotoPair Pair)>();
        foreach (var scale in options.Scales.Distinct())
        {
            foreach (var (scene, candidates) in scenes)
            {
                if (candidates.Count > 0 && candidates.MinBy(candidate => Math.Abs(candidate.Scale - scale)) is var best && Math.Abs(best.Scale - scale) <= options.Tolerance)
                    pairs.Add((new PairInfo(name, scene, scale, best.Pair.Hr), best.Pair));
            }
        }

        if (pairs.Count > 0)
            return pairs;
        var known = string.Join(", ", scenes.SelectMany(scene => scene.Candidates).Select(candidate => Math.Round(candidate.Scale, 2)).Distinct().Order().Select(scale => scale.ToString(CultureInfo.InvariantCulture)));
        throw new CozException(string.Create(CultureInfo.InvariantCulture, $"{options.Root}: no scene has a pair within {options.Tolerance} of the scales {string.Join(", ", options.Scales)}; there are {(known.Length > 0 ? known : "none")}. Choose among them (data:scales), or a larger data:tolerance."));
    }

    private IReadOnlyList<(PhotoPair Pair, double Scale)> Candidates(CozTestScene scene)
    {
        var key = index.SceneOf(scene.Name, scene.Files);
        if (index.Strict(key, isTest: true) is { Count: > 0 } strict)
            return strict;
        if (index.TestHr(key) is { } measured && index.TestFrames(key, options.TestLr) is { Count: > 0 } frames)
            return [.. frames.Select(frame => (measured.Over(frame), measured.ScaleOver(frame)))];
        var hr = new Frame(scene.Hr, null);
        return [.. scene.Files.Select(file => new Frame(file, null)).Select(lr => (hr.Over(lr), hr.ScaleOver(lr)))];
    }

    private IReadOnlyList<(PhotoPair Pair, double Scale)> Candidates(CozScene scene)
    {
        if (index.Strict(index.SceneOf(scene.Name, scene.Files), isTest: false) is { Count: > 0 } strict)
            return strict;
        var frames = index.Frames(scene.Files);
        var finest = frames.MaxBy(frame => frame.Fineness)!;
        return [.. frames.Where(frame => frame != finest).Select(frame => (finest.Over(frame), finest.ScaleOver(frame)))];
    }
}
