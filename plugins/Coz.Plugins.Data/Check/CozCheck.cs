using System.Globalization;
using Coz.Contracts;
using Coz.Toolkit;

namespace Coz.Plugins.Data;

/// <summary>Looks at a COZ data set: scenes, scales, the index, and what of it cannot become a pair.</summary>
internal sealed class CozCheck(string root, IReadOnlyDictionary<string, CheckedImage> images, CheckReport report)
{
    // Both axes of one lens: more than this apart, the two do not show the same field.
    private const double AspectTolerance = 0.03;
    private const double PlaceTolerance = 0.5;

    // The smallest patch that can be trained on, in LR pixels.
    private const int SmallestPatch = 4;

    public void Run()
    {
        var index = ReadIndex();
        if (index is not null)
            CheckPlaces(index);
        if (Directory.Exists(Path.Combine(root, CozTree.TrainLr)))
            Guard(Path.Combine(root, CozTree.TrainLr), () => Train(index));
        else
            report.Warnings.Add($"{root} has no {CozTree.TrainLr}: it can be tested on, not trained on.");
        if (!CozTree.HasTestHalf(root))
        {
            report.Warnings.Add($"{root} has no {CozTree.TestHr}: it can be trained on; tests need another data set, or split: train.");
            return;
        }

        var halves = CozTree.TestHalves(root);
        if (halves.Count == 0)
            report.Fault(CozTree.TestHr, $"{root} has {CozTree.TestHr} and no {CozTree.TestLr}: tests need both.");
        foreach (var half in halves)
            Guard(Path.Combine(root, half), () => Test(index, half));
        var both = report.Scenes.Where(scene => scene.Half == CozTree.TrainLr).Select(scene => scene.Name).Intersect(report.Scenes.Where(scene => scene.Half != CozTree.TrainLr).Select(scene => scene.Name)).ToList();
        if (both.Count > 0)
            report.Warnings.Add($"{both.Count} scenes have the same name in both halves ({both[0]}): are they the same scenes?");
    }

    private DatasetIndex? ReadIndex()
    {
        try
        {
            var index = DatasetIndex.Find(root);
            (report.HasIndex, report.Pairs) = (index is not null, index?.Pairs.Count ?? 0);
            foreach (var path in (index?.Frames ?? []).Select(frame => frame.Path).Concat((index?.Pairs ?? []).SelectMany(pair => new[] { pair.Lr, pair.Hr })).Distinct())
            {
                if (!File.Exists(Absolute(path)))
                    report.Fault(path, $"{DatasetIndex.FileName} lists {path}, and there is no such file: build the data set again, or remove the entry.");
            }

            return index;
        }
        catch (CozException e)
        {
            report.Fault(DatasetIndex.FileName, e.Message);
            return null;
        }
    }

    private void Train(DatasetIndex? index)
    {
        var known = new CozIndex(root, index);
        foreach (var scene in CozTree.TrainScenes(root, mayBeEmpty: true))
        {
            var frames = Readable(known.Frames(scene.Files));
            if (index is not null && scene.Files.Count - known.Frames(scene.Files).Count is > 0 and var unlisted)
                report.Warnings.Add($"{scene.Name}: {unlisted} of {scene.Files.Count} images are not in {DatasetIndex.FileName} and stay unused in mode exact.");
            if (frames.Count < 2 && known.Strict(known.SceneOf(scene.Name, scene.Files), isTest: false).Count == 0)
                report.Fault(scene.Name, $"{Path.Combine(root, CozTree.TrainLr, scene.Name)} has {frames.Count} usable images: a pair takes two of a scene.");
            Add(scene.Name, CozTree.TrainLr, scene.Files, frames, null);
        }
    }

    private void Test(DatasetIndex? index, string folder)
    {
        var known = new CozIndex(root, index);

        // Only the folder that the released code reads goes by positions.
        var isMain = folder == CozTree.TestLr;
        var scenes = isMain || index is null ? CozTree.TestScenes(root, folder, mayBeEmpty: true) : [];
        foreach (var scene in scenes)
        {
            if (scene.Files.Count == 0)
                report.Fault(scene.Name, $"{Path.Combine(root, folder, scene.Name)} holds no image.");
            var hr = known.TestHr(known.SceneOf(scene.Name, scene.Files)) ?? new Frame(scene.Hr, null);
            var frames = Readable([.. known.Frames(scene.Files), hr]);
            Add(scene.Name, folder, [.. scene.Files, hr.Path], frames, frames.Find(frame => frame.Path == hr.Path));
            for (var place = 0; place < scene.Files.Count && isMain; place++)
                CheckPlace(scene.Name, place, frames.FirstOrDefault(frame => frame.Path == scene.Files[place]), frames.FirstOrDefault(frame => frame.Path == hr.Path));
        }
    }

    private void CheckPlace(string scene, int place, Frame? lr, Frame? hr)
    {
        if (lr is null || hr is null)
            return;
        var scale = hr.ScaleOver(lr);
        if (scale < 1 - AspectTolerance)
            report.Fault(lr.Path, string.Create(CultureInfo.InvariantCulture, $"{lr.Path} is finer than the HR image of its scene {scene} (scale {scale:0.###}): they cannot be a pair."));
        else if (Math.Abs(scale - (place + 2)) > PlaceTolerance)
            report.Warnings.Add(string.Create(CultureInfo.InvariantCulture, $"{scene}: the file at place {place} has scale {scale:0.##}; mode official takes it for x{place + 2}."));
    }

    private List<Frame> Readable(IReadOnlyList<Frame> frames) => [.. frames.Where(frame => images.TryGetValue(frame.Path, out var image) && image.Size is not null)];

    // Scales are those of frames against the coarsest one in training, of the HR image against frames in tests.
    private void Add(string scene, string half, IReadOnlyList<string> files, List<Frame> frames, Frame? hr)
    {
        var coarsest = frames.MinBy(frame => frame.Fineness);
        foreach (var frame in frames.Where(frame => frame.Entry is null))
        {
            var (fine, coarse) = (images[frame.Path].Size!.Value, images[coarsest!.Path].Size!.Value);
            var (across, down) = ((double)fine.Width / coarse.Width, (double)fine.Height / coarse.Height);
            if (Math.Abs((across / down) - 1) > AspectTolerance)
                report.Fault(frame.Path, string.Create(CultureInfo.InvariantCulture, $"{frame.Path} ({fine.Width}x{fine.Height}) and {coarsest.Path} ({coarse.Width}x{coarse.Height}) cannot match: the scale would be {across:0.###} across and {down:0.###} down."));
        }

        report.Scenes.Add(new CheckedScene(scene, half,
            [.. files.Where(images.ContainsKey).Select(file => (images[file], frames.FirstOrDefault(frame => frame.Path == file) is { } frame ? hr?.ScaleOver(frame) ?? frame.ScaleOver(coarsest!) : (double?)null))]));
    }

    // Whatever of an index may become a pair: the strict ones, HR over each test frame, any two training frames.
    private void CheckPlaces(DatasetIndex index)
    {
        foreach (var pair in index.Pairs)
            IsShared(new PhotoPair(Absolute(pair.Lr), Absolute(pair.Hr), new Measured(pair.Scale, pair.Offset)));
        var known = new CozIndex(root, index);
        foreach (var scene in index.Frames.GroupBy(frame => frame.Scene, StringComparer.Ordinal))
        {
            if (known.TestHr(scene.Key) is { } hr)
            {
                foreach (var frame in known.TestFrames(scene.Key, CozTree.TestLr))
                    IsShared(hr.Over(frame));
            }

            var sound = new List<Frame>();
            foreach (var frame in scene.Where(frame => frame.Path.StartsWith(CozTree.TrainLr + "/", StringComparison.Ordinal)).Select(frame => new Frame(Absolute(frame.Path), frame)).OrderBy(frame => frame.Fineness))
            {
                if (sound.All(coarser => IsShared(frame.Over(coarser))))
                    sound.Add(frame);
            }
        }
    }

    // Where an index says that HR lies, a training must find LR pixels under it.
    private bool IsShared(PhotoPair pair)
    {
        if (pair.Measured is not { } measured || SizeOf(pair.Lr) is not { } lr || SizeOf(pair.Hr) is not { } hr)
            return true;
        var grid = PairGrid.Of(lr.Height, lr.Width, hr.Height, hr.Width, measured);
        var (rows, columns) = (PairGrid.Places(grid.Rows, lr.Height, SmallestPatch), PairGrid.Places(grid.Columns, lr.Width, SmallestPatch));
        if (rows.Last >= rows.First && columns.Last >= columns.First)
            return true;
        report.Fault(pair.Hr, string.Create(CultureInfo.InvariantCulture, $"{pair.Hr} ({hr.Width}x{hr.Height}) and {pair.Lr} ({lr.Width}x{lr.Height}) share no {SmallestPatch}x{SmallestPatch} LR pixels: {DatasetIndex.FileName} sets HR's edge at {measured.Offset.Rows:0.##}, {measured.Offset.Columns:0.##} LR pixels (rows, columns), at scale {measured.Scale.Rows:0.###}, {measured.Scale.Columns:0.###}; correct it, or remove the entry."));
        return false;
    }

    private ImageSize? SizeOf(string path) => images.TryGetValue(path, out var image) ? image.Size : null;

    private string Absolute(string path) => Path.GetFullPath(path, Path.GetFullPath(root));

    private void Guard(string path, Action check)
    {
        try
        {
            check();
        }
        catch (CozException e)
        {
            report.Fault(path, e.Message);
        }
    }
}
