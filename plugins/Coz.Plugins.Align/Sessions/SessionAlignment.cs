using System.Text.Json;
using System.Text.Json.Serialization;
using Coz.Contracts;
using Coz.Toolkit;

namespace Coz.Plugins.Align;

/// <summary>The alignment of a session: alignment.json, which the align task writes and the tasks after it read.</summary>
/// <param name="Session">The session's folder, absolute.</param>
/// <param name="Scene">The scene's name.</param>
/// <param name="Anchor">The widest frame, which the others are aligned to.</param>
/// <param name="Width">The frames' width.</param>
/// <param name="Height">The frames' height.</param>
/// <param name="Frames">The other frames, by focal length.</param>
internal sealed record SessionAlignment(string Session, string Scene, AnchorFrame Anchor, int Width, int Height, IReadOnlyList<AlignedFrame> Frames)
{
    /// <summary>The folder in a run's folder.</summary>
    public const string FolderName = "alignment";

    private const string FileName = "alignment.json";
    private const string FormatName = "coz-alignment";
    private const int CurrentVersion = 1;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DictionaryKeyPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
        RespectNullableAnnotations = true,
        WriteIndented = true,
    };

    /// <exception cref="CozException">There is none, or it is damaged.</exception>
    public static SessionAlignment Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
            throw new CozException($"There is no {path}: run the align task first, or name its folder.");
        try
        {
            using var stream = File.OpenRead(path);
            var document = JsonSerializer.Deserialize<Document>(stream, Json);
            if (document?.Format != FormatName || document.Version != CurrentVersion)
                throw new CozException($"{path} is no alignment of version {CurrentVersion}.");
            return document.Alignment;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new CozException($"{path} cannot be read as an alignment: {OneLine.Of(e.Message, 300)}", e);
        }
    }

    public void Write(string folder) => WholeFile.Write(Path.Combine(folder, FileName), stream => JsonSerializer.Serialize(stream, new Document(FormatName, CurrentVersion, this), Json));

    /// <summary>The file of a frame, absolute.</summary>
    public string PathOf(string file) => Path.GetFullPath(file, Session);

    private sealed record Document(string Format, int Version, SessionAlignment Alignment);
}
