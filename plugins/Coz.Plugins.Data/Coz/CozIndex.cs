using Coz.Contracts;
using Coz.Toolkit;

namespace Coz.Plugins.Data;

/// <summary>A data set's index, asked by file and scene.</summary>
internal sealed class CozIndex(string root, DatasetIndex? index)
{
    private readonly Dictionary<string, IndexFrame> _frames = (index?.Frames ?? []).ToDictionary(frame => Path.GetFullPath(frame.Path, Path.GetFullPath(root)), StringComparer.Ordinal);
    private readonly ILookup<(string, bool), IndexPair> _pairs = (index?.Pairs ?? []).ToLookup(pair => (pair.Scene, pair.IsTest));

    /// <summary>What the index calls a scene, told by its files; the folder's name where it knows none of them.</summary>
    public string SceneOf(string name, IEnumerable<string> files) => files.Select(Find).FirstOrDefault(frame => frame is not null)?.Scene ?? name;

    /// <summary>The frames of a scene: those that the index lists; all of them, by their sizes, where it lists none.</summary>
    public IReadOnlyList<Frame> Frames(IReadOnlyList<string> files)
    {
        var listed = files.Select(file => new Frame(file, Find(file))).Where(frame => frame.Entry is not null).ToList();
        return listed.Count > 0 ? listed : [.. files.Select(file => new Frame(file, null))];
    }

    /// <summary>All listed frames of a scene in folders whose names begin so: test_LR means test_LR_add too.</summary>
    public IReadOnlyList<Frame> TestFrames(string scene, string testLr) =>
        [.. _frames.Where(frame => frame.Value.Scene == scene && frame.Value.Path.StartsWith(testLr, StringComparison.Ordinal)).OrderBy(frame => frame.Key, StringComparer.Ordinal).Select(frame => new Frame(frame.Key, frame.Value))];

    /// <summary>The listed HR image of a scene; null if there is none.</summary>
    public Frame? TestHr(string scene) =>
        _frames.Where(frame => frame.Value.Scene == scene && frame.Value.Path.StartsWith(CozTree.TestHr + "/", StringComparison.Ordinal)).Select(frame => new Frame(frame.Key, frame.Value)).FirstOrDefault();

    /// <summary>The strict pairs of a scene, with their scales.</summary>
    public IReadOnlyList<(PhotoPair Pair, double Scale)> Strict(string scene, bool isTest) =>
        [.. _pairs[(scene, isTest)].Select(pair => (new PhotoPair(Absolute(pair.Lr), Absolute(pair.Hr), new Measured(pair.Scale, pair.Offset)), pair.Scale.Columns))];

    private IndexFrame? Find(string file) => _frames.GetValueOrDefault(Path.GetFullPath(file));

    private string Absolute(string path) => Path.GetFullPath(path, Path.GetFullPath(root));
}
