using System.Globalization;
using Coz.Contracts.Devices;
using Coz.Toolkit;

namespace Coz.Plugins.Capture;

/// <summary>The settings that must not change during a sweep.</summary>
/// <param name="settings"><c>key=value</c> each.</param>
internal sealed class LockedSettings(IEnumerable<string> settings)
{
    private readonly List<KeyValuePair<string, string>> _wanted = [.. settings.Select(setting => setting.Split('=', 2)).Select(pair => KeyValuePair.Create(pair[0].Trim(), pair[1].Trim()))];

    /// <summary>Sets all of them, and compares what the camera reads back.</summary>
    /// <exception cref="DeviceException">Rejected: the camera made something else of a value.</exception>
    public async Task<IReadOnlyDictionary<string, string>> LockAsync(Camera camera, CancellationToken cancellationToken)
    {
        var values = new Dictionary<string, string>();
        foreach (var (key, wanted) in _wanted)
        {
            var value = await camera.SetAsync(key, wanted, cancellationToken);
            if (!DeviceProperty.IsSame(value, wanted))
                throw new DeviceException(FaultKind.Rejected, $"camera: {key} was set to '{wanted}' and reads back as '{value}': see its mode dial, and 'task:settings'.");
            values[key] = value;
        }

        return values;
    }

    /// <summary>Reads all of them.</summary>
    /// <returns>The values, and in a line what has changed; null if nothing has.</returns>
    public async Task<(IReadOnlyDictionary<string, string> Values, string? Changed)> ReadAsync(Camera camera, CancellationToken cancellationToken)
    {
        var values = new Dictionary<string, string>();
        var changed = new List<string>();
        foreach (var (key, wanted) in _wanted)
        {
            values[key] = await camera.GetAsync(key, cancellationToken);
            if (!DeviceProperty.IsSame(values[key], wanted))
                changed.Add($"{key} is '{values[key]}' instead of '{wanted}'");
        }

        return (values, changed.Count > 0 ? string.Join("; ", changed) : null);
    }

    /// <summary>Which settings a picture's EXIF confirms, with their values.</summary>
    public IReadOnlyDictionary<string, string> ConfirmedBy(PhotoExposure exposure) => Told(exposure).Where(told => told.Fits).ToDictionary(told => told.Key, told => told.Wanted);

    /// <summary>In a line: which settings a picture's EXIF contradicts; null if none.</summary>
    public string? ContradictedBy(PhotoExposure exposure)
    {
        var others = Told(exposure).Where(told => !told.Fits).Select(told => string.Create(CultureInfo.InvariantCulture, $"its EXIF says {told.Key} {told.Is:0.#####} instead of '{told.Wanted}'")).ToList();
        return others.Count > 0 ? string.Join("; ", others) : null;
    }

    // Those settings that EXIF tells too. A camera's 1/60 s is 1/64, and written as either; the next third of a stop is 26 percent away.
    private IEnumerable<(string Key, string Wanted, double Is, bool Fits)> Told(PhotoExposure exposure)
    {
        foreach (var (key, wanted) in _wanted)
        {
            // EXIF's field for ISO ends at 65535, which stands for all that is more.
            var (value, tolerance) = key switch { "iso" => (exposure.Iso is < 65535 ? exposure.Iso : null, 0.01), "aperture" => (exposure.Aperture, 0.05), "shutterspeed" => (exposure.ShutterTime, 0.12), _ => (null, 0) };
            if (value is { } told && Number(wanted) is { } number)
                yield return (key, wanted, told, Math.Abs(told - number) <= tolerance * number);
        }
    }

    // "100", "8", "f/8", "1/60", "0.5"; null for "Auto", "bulb".
    private static double? Number(string text)
    {
        var parts = text.Replace("f/", "", StringComparison.Ordinal).Split('/');
        return parts.Length <= 2 && parts.All(part => double.TryParse(part, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number > 0)
            ? parts.Select(part => double.Parse(part, CultureInfo.InvariantCulture)).Aggregate((above, below) => above / below)
            : null;
    }
}
