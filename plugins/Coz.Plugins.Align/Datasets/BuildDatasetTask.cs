using System.Globalization;
using System.Text.Json.Nodes;
using Coz.Contracts;

namespace Coz.Plugins.Align;

/// <summary>Builds a data set in COZ's layout of aligned sessions: pictures (lossless PNG) and index.json, nothing else.</summary>
/// <param name="options">The alignments, and where the data set goes.</param>
[Plugin("build-dataset", Summary = "Builds a data set in COZ's layout, with its index and strict pairs, of aligned sessions")]
public sealed class BuildDatasetTask(BuildDatasetOptions options) : ExperimentTask
{
    private const string Work = "build";

    /// <inheritdoc/>
    public override IEnumerable<string> Validate() => IsTaken(options.Out) ? [.. MissingAlignments(), NotEmpty] : MissingAlignments();

    /// <inheritdoc/>
    public override IEnumerable<string> ValidateResume(string folder) => IsTaken(options.Out) && !DatasetWriter.IsCutOff(options.Out) ? [.. MissingAlignments(), NotEmpty] : MissingAlignments();

    /// <inheritdoc/>
    public override Task<TaskResult> RunAsync(IRunContext run, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        return Task.Run(() => Build(run, cancellationToken), cancellationToken);
    }

    private string NotEmpty => $"task:out {options.Out} is not empty: name a new folder, or empty it";

    private static bool IsTaken(string folder) => folder.Length > 0 && Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any();

    private IEnumerable<string> MissingAlignments() => options.Alignments.Where(folder => !Directory.Exists(folder)).Select(folder => $"task:alignments: there is no folder {folder}");

    private TaskResult Build(IRunContext run, CancellationToken cancellationToken)
    {
        var folders = options.Alignments.Count > 0 ? options.Alignments : [Path.Combine(run.Folder, SessionAlignment.FolderName)];
        var scenes = folders.Select(folder => DatasetScene.Of(SessionAlignment.Read(folder), options.MatchLight)).OrderBy(scene => scene.Name, StringComparer.Ordinal).ToList();
        Check(scenes);
        var root = options.Out.Length > 0 ? options.Out : Path.Combine(run.Folder, "dataset");
        if (options.Out.Length == 0 && Directory.Exists(root))
            Directory.Delete(root, recursive: true);
        if (IsTaken(root))
            Resume(root);
        var writer = new DatasetWriter(root, options.Pairs);
        var test = scenes.Where(scene => options.Test.Contains(scene.Name)).ToList();

        // The scenes of test_LR_add go with test_HR by their order: it must have all of them, or not be there.
        var more = test.ConvertAll(scene => scene.Frames.Count - 1 - DatasetWriter.TestPlaces(scene).Count);
        var hasMore = more.TrueForAll(count => count > 0);
        if (!hasMore && more.Sum() is > 0 and var left)
            run.Publish(new MessageEvent($"{left} test {(left == 1 ? "frame has" : "frames have")} no place in test_LR and {(left == 1 ? "is" : "are")} left out: in test_LR_add every test scene must have a frame, and {string.Join(", ", test.Where((_, i) => more[i] == 0).Select(scene => scene.Name))} has none over.", IsWarning: true));
        for (var i = 0; i < scenes.Count; i++)
        {
            run.Publish(new ProgressEvent(Work, i, scenes.Count, scenes[i].Name));
            if (test.Contains(scenes[i]))
                writer.Test(scenes[i], hasMore, cancellationToken);
            else
                writer.Train(scenes[i], cancellationToken);
        }

        writer.Finish();
        run.Publish(new ProgressEvent(Work, scenes.Count, scenes.Count, "done"));
        run.Publish(Table(scenes));
        run.Publish(new ArtefactEvent("data set", root));
        return new TaskResult(new JsonObject { ["dataset"] = root, ["scenes"] = scenes.Count, ["images"] = writer.Images, ["strict_pairs"] = writer.Pairs });
    }

    // A build that was cut off begins anew.
    private void Resume(string root)
    {
        if (!DatasetWriter.IsCutOff(root))
            throw new UsageException($"{NotEmpty}.");
        DatasetWriter.Clear(root);
    }

    private void Check(List<DatasetScene> scenes)
    {
        if (scenes.GroupBy(scene => scene.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new UsageException($"Two alignments are of the scene {twice.Key}: a data set needs a name for each; capture with another task:scene.");
        if (options.Test.FirstOrDefault(name => scenes.All(scene => scene.Name != name)) is { } unknown)
            throw new UsageException($"task:test names the scene {unknown}, and there is none; there are {string.Join(", ", scenes.Select(scene => scene.Name))}.");
        if (scenes.Where(scene => options.Test.Contains(scene.Name)).FirstOrDefault(scene => DatasetWriter.TestPlaces(scene).Count == 0) is { } narrow)
            throw new CozException($"The scene {narrow.Name} cannot be a test scene: its longest accepted frame has no other one at about half its scale.");
    }

    private TableEvent Table(List<DatasetScene> scenes) => new(
        "The data set",
        ["scene", "half", "frames", "field (anchor px)", "scales"],
        [.. scenes.Select(scene => (IReadOnlyList<string>)
        [
            scene.Name, options.Test.Contains(scene.Name) ? "test" : "train", scene.Frames.Count.ToString(CultureInfo.InvariantCulture), $"{scene.Field.Width}x{scene.Field.Height}",
            string.Join(", ", scene.Frames.Select(frame => frame.Scale.ToString("0.00", CultureInfo.InvariantCulture))),
        ])]);
}
