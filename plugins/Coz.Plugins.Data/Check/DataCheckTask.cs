using System.Collections.Concurrent;
using System.Globalization;
using Coz.Contracts;
using Coz.Toolkit;

namespace Coz.Plugins.Data;

/// <summary>Walks a data set and says what is in it and what is wrong with it; sound is what could be trained on or tested on.</summary>
[Plugin("data-check", Summary = "Walk a data set: scenes, sizes, scales, unreadable files, pairs that cannot match")]
public sealed class DataCheckTask(DataCheckOptions options) : ExperimentTask
{
    private const string Work = "check";
    private const double AspectTolerance = 0.03;

    /// <inheritdoc/>
    public override IEnumerable<string> Validate()
    {
        if (!Directory.Exists(options.Root))
            yield return $"root: there is no folder {options.Root}";
    }

    /// <inheritdoc/>
    public override async Task<TaskResult> RunAsync(IRunContext run, CancellationToken cancellationToken)
    {
        if (Validate().FirstOrDefault() is { } fault)
            throw new UsageException($"data check: {fault}.");
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.Root));
        var images = await LookAtAsync(run, ImageTree.Images(root), cancellationToken);
        var isCoz = Directory.Exists(Path.Combine(root, CozTree.TrainLr)) || CozTree.HasTestHalf(root);
        var pairs = isCoz ? [] : RealPairsTree.Find(root);
        var report = new CheckReport(root, isCoz ? "coz" : pairs.Count > 0 ? "real-pairs" : "images");
        foreach (var image in images.Values.Where(image => image.Fault is not null).OrderBy(image => image.Path, StringComparer.Ordinal))
            report.Fault(image.Path, image.Fault!);
        if (images.Count == 0)
            report.Fault(root, $"{root} and the folders in it hold no image.");
        if (isCoz)
            new CozCheck(root, images, report).Run();
        else if (pairs.Count > 0)
            CheckPairs(pairs, images, report);
        else
            report.Scenes.AddRange(images.Values.OrderBy(image => image.Path, StringComparer.Ordinal).Select(image => new CheckedScene(Path.GetRelativePath(root, image.Path), "images", [(image, null)])));
        report.Publish(run);
        return new TaskResult(report.ToJson(), report.IsSound);
    }

    private static void CheckPairs(IReadOnlyList<RealPair> pairs, IReadOnlyDictionary<string, CheckedImage> images, CheckReport report)
    {
        foreach (var pair in pairs)
        {
            var (lr, hr) = (images[pair.Lr], images[pair.Hr]);
            double? scale = null;
            if (lr.Size is { } coarse && hr.Size is { } fine)
            {
                (scale, var down) = ((double)fine.Width / coarse.Width, (double)fine.Height / coarse.Height);
                if (Math.Abs((scale.Value / down) - 1) > AspectTolerance || !ScaleRules.IsLegal(Math.Round(scale.Value, 2)))
                    report.Fault(pair.Lr, string.Create(CultureInfo.InvariantCulture, $"{pair.Lr} ({coarse.Width}x{coarse.Height}) and {pair.Hr} ({fine.Width}x{fine.Height}) cannot match: the scale would be {scale:0.###} across and {down:0.###} down."));
            }

            report.Scenes.Add(new CheckedScene(pair.Name, "pairs", [(lr, 1), (hr, scale)]));
        }

        var alone = images.Count - pairs.SelectMany(pair => new[] { pair.Lr, pair.Hr }).Distinct().Count();
        if (alone > 0)
            report.Warnings.Add($"{alone} images belong to no pair.");
    }

    private async Task<IReadOnlyDictionary<string, CheckedImage>> LookAtAsync(IRunContext run, IReadOnlyList<string> files, CancellationToken cancellationToken)
    {
        var images = new ConcurrentDictionary<string, CheckedImage>(StringComparer.Ordinal);
        await Parallel.ForEachAsync(files, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken }, async (file, token) =>
        {
            await run.WaitWhilePausedAsync(token);
            images[file] = LookAt(file);
            run.Publish(new ProgressEvent(Work, images.Count, files.Count, Path.GetFileName(file)));
        });
        return images;
    }

    private CheckedImage LookAt(string file)
    {
        try
        {
            if (options.Quick)
                return new CheckedImage(file, ImageFile.SizeOf(file), null);
            var image = ImageFile.ReadBytes(file);
            return new CheckedImage(file, new ImageSize(image.Height, image.Width), null);
        }
        catch (CozException e)
        {
            return new CheckedImage(file, null, e.Message);
        }
    }
}
