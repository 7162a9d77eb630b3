using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Coz.Contracts;
using Coz.Toolkit;

namespace Coz.Plugins.Data;

/// <summary>
/// Decodes every photo of a data set once and writes its tiles, so that training reads crops instead of decoding. What is packed
/// already and unchanged is kept; the store's own tiles of photos that are gone are removed, and nothing else in its folder is touched.
/// Unreadable photos are reported, the others packed.
/// </summary>
[Plugin("data-pack", Summary = "Write a data set's photos as memory-mapped tiles, for fast training crops")]
public sealed class DataPackTask(DataPackOptions options) : ExperimentTask
{
    private const string Work = "pack";

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
            throw new UsageException($"data pack: {fault}.");
        var root = Path.TrimEndingDirectorySeparator(options.Root);
        var store = options.Out ?? TileStore.DefaultFolder(root);
        var isOurs = TileStore.IsOf(store, root);
        var photos = ImageTree.Images(root, except: store);
        if (photos.Count == 0)
            throw new CozException($"{root} and the folders in it hold no image: there is nothing to pack.");
        var todo = photos.Where(photo => !IsPacked(TileStore.FileOf(store, root, photo), photo)).ToList();
        TileStore.WriteInfo(store, root);
        var faults = new ConcurrentDictionary<string, string>();
        var done = 0;
        await Parallel.ForEachAsync(todo, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken }, async (photo, token) =>
        {
            await run.WaitWhilePausedAsync(token);
            if (Pack(photo, TileStore.FileOf(store, root, photo)) is { } reason)
                faults[photo] = reason;
            run.Publish(new ProgressEvent(Work, Interlocked.Increment(ref done), todo.Count, Path.GetRelativePath(root, photo)));
        });
        var removed = isOurs ? RemoveOrphans(store, root, photos) : 0;
        return Finish(run, store, new PackCount(photos.Count, todo.Count - faults.Count, photos.Count - todo.Count, removed), faults);
    }

    private static bool IsPacked(string tiles, string photo)
    {
        try
        {
            return File.Exists(tiles) && TileFile.Read(tiles).IsOf(new FileInfo(photo));
        }
        catch (Exception e) when (e is CozException or IOException)
        {
            return false;
        }
    }

    // A photo that cannot be read is its own fault; a disk that is full is everybody's.
    private static string? Pack(string photo, string tiles)
    {
        // Its state before it is read: a photo that changes while it is packed is stale at once.
        var source = new FileInfo(photo);
        if (!source.Exists)
            return $"There is no image {photo}.";
        ByteImage image;
        try
        {
            image = ImageFile.ReadBytes(photo);
        }
        catch (CozException e)
        {
            return e.Message;
        }

        TileFile.Write(tiles, image, source);
        return null;
    }

    private static int RemoveOrphans(string store, string root, IReadOnlyList<string> photos)
    {
        var wanted = photos.Select(photo => TileStore.FileOf(store, root, photo)).ToHashSet(StringComparer.Ordinal);
        var orphans = TileStore.Files(store).Where(file => !wanted.Contains(file)).ToList();
        orphans.ForEach(File.Delete);
        return orphans.Count;
    }

    private static TaskResult Finish(IRunContext run, string store, PackCount count, ConcurrentDictionary<string, string> faults)
    {
        foreach (var (_, reason) in faults.OrderBy(fault => fault.Key, StringComparer.Ordinal))
            run.Publish(new MessageEvent(reason, IsWarning: true));
        var bytes = TileStore.Files(store).Sum(file => new FileInfo(file).Length);
        run.Publish(new MessageEvent(string.Create(CultureInfo.InvariantCulture, $"{count.Photos} photos: {count.Packed} packed, {count.Kept} were packed already, {faults.Count} cannot be read, {count.Removed} old ones removed; {bytes / 1e6:0} MB. Use it with \"store\": \"{store}\".")));
        run.Publish(new ArtefactEvent("tile store", store));
        return new TaskResult(
            new JsonObject
            {
                ["store"] = store,
                ["photos"] = count.Photos,
                ["packed"] = count.Packed,
                ["kept"] = count.Kept,
                ["removed"] = count.Removed,
                ["bytes"] = bytes,
                ["faults"] = new JsonArray([.. faults.OrderBy(fault => fault.Key, StringComparer.Ordinal).Select(fault => (JsonNode)new JsonObject { ["path"] = fault.Key, ["fault"] = fault.Value })]),
            },
            faults.IsEmpty);
    }

    private readonly record struct PackCount(int Photos, int Packed, int Kept, int Removed);
}
