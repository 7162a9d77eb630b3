using System.Text.Json;
using Coz.Contracts;
using Coz.Contracts.Devices;
using Coz.Toolkit;

namespace Coz.Plugins.Capture;

/// <summary>A measured table of ring positions and focal lengths, as a file.</summary>
/// <param name="Lens">Which lens it was measured on, by <see cref="DeviceName"/>; null if nobody wrote that down.</param>
/// <param name="Unit">The unit of its positions.</param>
/// <param name="Time">When.</param>
/// <param name="Points">The table.</param>
internal sealed record CalibrationFile(string? Lens, string Unit, DateTimeOffset Time, IReadOnlyList<FocalPoint> Points)
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    /// <exception cref="CozException">It is missing, no calibration, or one of a lens with another unit.</exception>
    public static CalibrationFile Read(string path, string unit)
    {
        try
        {
            var file = JsonSerializer.Deserialize<CalibrationFile>(File.ReadAllText(path), Json);
            if (file?.Points is null || file.Unit != unit)
                throw new CozException($"task:calibration {path} counts in '{file?.Unit}', and the lens in '{unit}': calibrate this lens.");
            return file;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new CozException($"task:calibration {path} {(e is JsonException ? "is no calibration" : $"cannot be read: {e.Message.TrimEnd('.')}")}. The calibrate task writes one.", e);
        }
    }

    /// <exception cref="CozException">Its points make no table.</exception>
    public FocalTable ToTable() => new(Points);

    /// <summary>Compares the lens that answers with the one it was measured on: two lenses may count in one unit.</summary>
    /// <exception cref="UsageException">It is another one.</exception>
    public void CheckLens(string path, DeviceIdentity lens)
    {
        if (Lens is { Length: > 0 } && Lens != DeviceName.Of(lens))
            throw new UsageException($"task:calibration {path} was measured on '{Lens}', and the lens is '{DeviceName.Of(lens)}': calibrate this lens.");
    }

    public void Write(string path) => WholeFile.Write(path, stream => JsonSerializer.Serialize(stream, this, Json));
}
