using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Coz.Contracts;
using Coz.Toolkit;

namespace Coz.Plugins.Data;

/// <summary>
/// A folder of tile files, one a photo, laid out as the photos are, and store.json, which says of which folder. Beside the photos,
/// never among them. A photo that was changed since is refused: stale tiles would train on what is no longer there.
/// </summary>
internal sealed class TileStore
{
    private const string InfoFile = "store.json";
    private const string Format = "coz-tiles";
    private readonly ConcurrentDictionary<string, Lazy<TilePhoto>> _photos = new(StringComparer.Ordinal);
    private readonly Lazy<string> _root;

    public TileStore(string folder)
    {
        Folder = folder;
        _root = new(() => ReadRoot(folder));
    }

    public string Folder { get; }

    /// <summary>The folder that <c>coz data pack</c> makes for a data set if no other is named: beside it.</summary>
    public static string DefaultFolder(string root) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(root)) + TileFile.Ending;

    /// <summary>The tile file of a photo of a data set.</summary>
    public static string FileOf(string folder, string root, string photo) => Path.Combine(folder, Path.GetRelativePath(root, photo) + TileFile.Ending);

    /// <summary>Whether a folder is a tile store.</summary>
    public static bool IsOne(string folder) => File.Exists(Path.Combine(folder, InfoFile));

    /// <summary>The store's own tile files: not those of a store that lies in a folder below, nor files that only end alike.</summary>
    public static IEnumerable<string> Files(string folder) =>
        Directory.GetFiles(folder, "*" + TileFile.Ending).Where(TileFile.IsOne)
            .Concat(Directory.GetDirectories(folder).Where(sub => !IsOne(sub)).SelectMany(Files));

    /// <summary>Whether the folder is the store of a data set already. One that is damaged or of another version is written anew.</summary>
    /// <exception cref="UsageException">It is the store of another data set.</exception>
    public static bool IsOf(string folder, string root)
    {
        string known;
        try
        {
            known = Path.TrimEndingDirectorySeparator(ReadRoot(folder));
        }
        catch (CozException)
        {
            return false;
        }

        if (known != Path.TrimEndingDirectorySeparator(Path.GetFullPath(root)))
            throw new UsageException($"{folder} is the tile store of {known}: name another folder with --out, or delete that store first.");
        return true;
    }

    /// <summary>Writes store.json.</summary>
    public static void WriteInfo(string folder, string root)
    {
        // Relative, so that photos and store can move together.
        var info = new JsonObject { ["format"] = Format, ["version"] = TileFile.Version, ["root"] = Path.GetRelativePath(folder, root).Replace('\\', '/') };
        WholeFile.Write(Path.Combine(folder, InfoFile), stream => JsonSerializer.Serialize(stream, info));
    }

    /// <exception cref="CozException">There are no tiles of the photo, or of another state of it.</exception>
    public IPhoto Get(string path)
    {
        try
        {
            return _photos.GetOrAdd(path, key => new Lazy<TilePhoto>(() => Open(key))).Value;
        }
        catch
        {
            _photos.TryRemove(path, out _);
            throw;
        }
    }

    private TilePhoto Open(string path)
    {
        var source = new FileInfo(path);
        if (!source.Exists)
            throw new CozException($"There is no image {path}.");
        var relative = Path.GetRelativePath(_root.Value, path);
        if (relative.StartsWith("..", StringComparison.Ordinal) || Path.IsPathRooted(relative))
            throw new CozException($"The tile store {Folder} is of {_root.Value}, and {path} lies elsewhere: pack the data set it belongs to ('coz data pack').");
        var tiles = FileOf(Folder, _root.Value, path);
        if (!File.Exists(tiles))
            throw new CozException($"The tile store {Folder} has no tiles of {path}: run 'coz data pack {_root.Value}' again.");
        var photo = new TilePhoto(tiles);
        return photo.IsOf(source) ? photo : throw new CozException($"{path} was changed after it was packed into {Folder}: run 'coz data pack {_root.Value}' again.");
    }

    private static string ReadRoot(string folder)
    {
        var file = Path.Combine(folder, InfoFile);
        if (!File.Exists(file))
            throw new CozException($"{folder} is no tile store (it has no {InfoFile}): 'coz data pack ROOT' writes one.");
        try
        {
            var info = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
            if ((string?)info["format"] == Format && (int?)info["version"] == TileFile.Version)
                return Path.GetFullPath((string)info["root"]!, Path.GetFullPath(folder));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or ArgumentException or NullReferenceException)
        {
            throw new CozException($"{file} is damaged: run 'coz data pack' again.", e);
        }

        throw new CozException($"{file} is of another version; this COZ reads {Format} {TileFile.Version}: run 'coz data pack' again.");
    }
}
