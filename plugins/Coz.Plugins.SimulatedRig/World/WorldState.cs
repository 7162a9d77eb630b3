using System.Text.Json;
using Coz.Contracts;
using Coz.Contracts.Devices;
using Coz.Toolkit;

namespace Coz.Plugins.SimulatedRig;

/// <summary>What of the simulated world outlives a process: metal stays where it stands, a card keeps its count. Written whole at every change.</summary>
internal sealed record WorldState
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    /// <summary>Exposures made so far.</summary>
    public int Exposures { get; init; }

    /// <summary>Moves begun so far.</summary>
    public int Moves { get; init; }

    /// <summary>Where the motor stands, in degrees of the ring.</summary>
    public double Motor { get; init; }

    /// <summary>Where the ring stands: behind the motor by at most the play.</summary>
    public double Ring { get; init; }

    /// <summary>What the motor's controller believes it is off by, after a slip of the belt.</summary>
    public double Slipped { get; init; }

    /// <summary>The focal length that the last picture's EXIF told, in mm.</summary>
    public double LastFocal { get; init; }

    /// <summary>The faults that have happened: name and number.</summary>
    public IReadOnlyList<string> Happened { get; init; } = [];

    /// <exception cref="CozException">The file is damaged.</exception>
    public static WorldState Read(string path)
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<WorldState>(File.ReadAllText(path), Json)! : new WorldState();
        }
        catch (Exception e) when (e is JsonException or IOException)
        {
            throw new CozException($"The simulated world {path} cannot be read: {e.Message} Delete its folder to begin anew.", e);
        }
    }

    /// <exception cref="DeviceException">DiskFull, DiskError: what happened is forgotten by the next process.</exception>
    public void Write(string path)
    {
        try
        {
            WholeFile.Write(path, stream => JsonSerializer.Serialize(stream, this, Json));
        }
        catch (CozException e) when (e.InnerException is { } cause)
        {
            throw DeviceException.OfDisk($"The simulated world {path} cannot be written", cause);
        }
    }
}
