using System.Globalization;
using Coz.Contracts.Devices;

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
            if (!IsSame(value, wanted))
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
            if (!IsSame(values[key], wanted))
                changed.Add($"{key} is '{values[key]}' instead of '{wanted}'");
        }

        return (values, changed.Count > 0 ? string.Join("; ", changed) : null);
    }

    private static bool IsSame(string a, string b) => a == b
        || (double.TryParse(a, NumberStyles.Float, CultureInfo.InvariantCulture, out var x) && double.TryParse(b, NumberStyles.Float, CultureInfo.InvariantCulture, out var y) && x == y);
}
