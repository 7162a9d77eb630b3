using Coz.Contracts;
using Coz.Contracts.Models;

namespace Coz.Plugins.Data;

/// <summary>A scene that patches are cut from: its given pairs where there are some (the strict ones of an index, those of the test half), else any two of its frames.</summary>
internal sealed record PatchScene(string Name, IReadOnlyList<Frame> Frames, IReadOnlyList<(PhotoPair Pair, double Scale)> Given)
{
    /// <exception cref="CozException">There are no two frames.</exception>
    public static PatchScene Of(CozScene scene, CozIndex index)
    {
        var frames = index.Frames(scene.Files);
        var strict = index.Strict(index.SceneOf(scene.Name, scene.Files), isTest: false);
        return frames.Count >= 2 || strict.Count > 0 ? new PatchScene(scene.Name, frames, strict) : throw new CozException(
            $"{Path.GetDirectoryName(scene.Files[0])} has {frames.Count} usable image: a pair takes two of a scene; add another focal length, or remove the scene.");
    }

    /// <summary>Draws a pair; of two frames the coarser is LR, of two alike the one that was drawn first.</summary>
    public (PhotoPair Pair, double Scale) Draw(SampleRandom random)
    {
        if (Given.Count > 0)
            return Given[random.NextInt(Given.Count)];
        var drawn = random.Choose(2, Frames.Count);
        var (lr, hr) = (Frames[drawn[0]], Frames[drawn[1]]);
        if (hr.Fineness < lr.Fineness)
            (lr, hr) = (hr, lr);
        return (hr.Over(lr), hr.ScaleOver(lr));
    }
}
