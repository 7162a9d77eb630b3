using System.Text.Json;
using System.Text.Json.Serialization;
using Coz.Contracts;

namespace Coz.Toolkit;

/// <summary>
/// What was measured of a data set of real zoom captures: index.json at its root, version 1. Frames that are not in it are used by
/// their sizes alone. docs/data.md shows one.
/// </summary>
/// <param name="Frames">The frames.</param>
/// <param name="Pairs">The strict pairs; empty if there are none.</param>
public sealed record DatasetIndex(IReadOnlyList<IndexFrame> Frames, IReadOnlyList<IndexPair> Pairs)
{
    /// <summary>The file's name at the root of the data set.</summary>
    public const string FileName = "index.json";

    /// <summary>The version that this code writes, and reads.</summary>
    public const int CurrentVersion = 1;

    private const string FormatName = "coz-index";

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        WriteIndented = true,
    };

    /// <summary>Reads a data set's index.</summary>
    /// <param name="root">The data set's root.</param>
    /// <returns>The index; null if the data set has none.</returns>
    /// <exception cref="CozException">The file is damaged, of a newer version, or says something impossible: the message names it and the entry.</exception>
    public static DatasetIndex? Find(string root)
    {
        var path = Path.Combine(root, FileName);
        if (!File.Exists(path))
            return null;
        Document? document;
        try
        {
            using var stream = File.OpenRead(path);
            document = JsonSerializer.Deserialize<Document>(stream, Json);
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new CozException($"{path} cannot be read as a data set's index: {OneLine.Of(e.Message, 300)}", e);
        }

        if (document is null || document.Format != FormatName)
            throw new CozException($"{path} is no data set's index: \"format\": \"{FormatName}\" is expected.");
        if (document.Version is < 1 or > CurrentVersion)
            throw new CozException($"{path} has version {document.Version}; this COZ reads up to {CurrentVersion}: use a newer COZ.");
        var index = new DatasetIndex(document.Frames, document.Pairs ?? []);
        return IndexFaults.Of(index).FirstOrDefault() is { } fault ? throw new CozException($"{path}: {fault}.") : index;
    }

    /// <summary>Writes the index: to a temporary name, flushed and renamed.</summary>
    /// <param name="root">The data set's root.</param>
    /// <exception cref="CozException">It says something impossible, or cannot be written.</exception>
    public void Write(string root)
    {
        var path = Path.Combine(root, FileName);
        if (IndexFaults.Of(this).FirstOrDefault() is { } fault)
            throw new CozException($"{path}: {fault}.");
        WholeFile.Write(path, stream => JsonSerializer.Serialize(stream, new Document(FormatName, CurrentVersion, Frames, Pairs), Json));
    }

    private sealed record Document(string Format, int Version, IReadOnlyList<IndexFrame> Frames, IReadOnlyList<IndexPair>? Pairs = null);
}
