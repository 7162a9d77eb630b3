using System.Globalization;
using System.Text.Json;
using Coz.Contracts;
using Coz.Contracts.Devices;
using Coz.Toolkit;

namespace Coz.Plugins.SimulatedRig;

/// <summary>The simulated camera's card: a folder of pictures. A picture is there when its file has its name; the true warps stand in another folder.</summary>
/// <param name="world">The world's folder.</param>
internal sealed class Card(string world)
{
    private const string Notes = ".notes.json";
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
    private readonly string _pictures = Path.Combine(world, "card");

    /// <summary>Where the true warps stand.</summary>
    public string TruthFolder { get; } = Path.Combine(world, "truth");

    /// <summary>The pictures, the oldest first.</summary>
    public IReadOnlyList<ExposureTicket> List() => Directory.Exists(_pictures)
        ? [.. Directory.EnumerateFiles(_pictures, "*.JPG").Order(StringComparer.Ordinal).Select(Ticket)]
        : [];

    public int Count => Directory.Exists(_pictures) ? Directory.EnumerateFiles(_pictures, "*.JPG").Count() : 0;

    /// <summary>The number of the newest picture; 0 if there is none.</summary>
    public int Newest => List().Select(ticket => int.Parse(ticket.Id[4..8], CultureInfo.InvariantCulture)).DefaultIfEmpty(0).Max();

    public static string NameOf(int exposure) => string.Create(CultureInfo.InvariantCulture, $"IMG_{exposure:0000}.JPG");

    /// <summary>Keeps a picture; its own file is renamed last, so a kill leaves all of it or none.</summary>
    /// <exception cref="DeviceException">CardFull: the disk that plays the card is full, or cannot be written.</exception>
    public ExposureTicket Keep(string name, byte[] picture, FrameTruth truth, DateTimeOffset time, IReadOnlyDictionary<string, string> notes)
    {
        try
        {
            WholeFile.Write(Path.Combine(TruthFolder, Path.ChangeExtension(name, ".json")), stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(truth.ToJson())));
            WholeFile.Write(NotesOf(name), stream => JsonSerializer.Serialize(stream, new Noted(time, notes), Json));
            WholeFile.Write(PathOf(name), stream => stream.Write(picture));
        }
        catch (CozException e)
        {
            throw new DeviceException(FaultKind.CardFull, $"camera: the simulated card takes no picture: {e.Message}", e);
        }

        return Ticket(PathOf(name));
    }

    /// <summary>Deletes what a kill in the middle of <see cref="Keep"/> has left: files with temporary names, and notes whose picture never came.</summary>
    public void RemoveLeftovers()
    {
        if (!Directory.Exists(_pictures))
            return;
        foreach (var file in Directory.EnumerateFiles(_pictures).Where(IsLeftover).ToList())
            File.Delete(file);
    }

    private bool IsLeftover(string file) =>
        file.EndsWith(".tmp", StringComparison.Ordinal) || (file.EndsWith(Notes, StringComparison.Ordinal) && !File.Exists(file[..^Notes.Length]));

    /// <exception cref="DeviceException">It is not there.</exception>
    public byte[] Read(ExposureTicket ticket) => File.Exists(PathOf(ticket.Id)) ? File.ReadAllBytes(PathOf(ticket.Id)) : throw Missing(ticket);

    /// <exception cref="DeviceException">It is not there.</exception>
    public void Delete(ExposureTicket ticket)
    {
        if (!File.Exists(PathOf(ticket.Id)))
            throw Missing(ticket);
        File.Delete(PathOf(ticket.Id));
        File.Delete(NotesOf(ticket.Id));
    }

    private static DeviceException Missing(ExposureTicket ticket) => new(FaultKind.Rejected, $"camera: {ticket.FileName} is not on the card.");

    private ExposureTicket Ticket(string path)
    {
        var name = Path.GetFileName(path);
        var noted = File.Exists(NotesOf(name)) ? JsonSerializer.Deserialize<Noted>(File.ReadAllText(NotesOf(name)), Json)! : new Noted(default, new Dictionary<string, string>());
        return new ExposureTicket(name, name, new FileInfo(path).Length, noted.Time) { Notes = noted.Notes };
    }

    private string PathOf(string name) => Path.Combine(_pictures, Path.GetFileName(name));

    private string NotesOf(string name) => Path.Combine(_pictures, Path.GetFileName(name) + Notes);

    private sealed record Noted(DateTimeOffset Time, IReadOnlyDictionary<string, string> Notes);
}
