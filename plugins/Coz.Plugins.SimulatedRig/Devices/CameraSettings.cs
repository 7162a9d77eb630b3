using System.Globalization;
using Coz.Contracts.Devices;

namespace Coz.Plugins.SimulatedRig;

/// <summary>The settings of the simulated camera: each one changes the picture, or is read-only.</summary>
internal sealed class CameraSettings
{
    private static readonly Dictionary<string, string[]> Choices = new()
    {
        ["iso"] = ["100", "200", "400", "800", "1600", "3200"],
        ["shutterspeed"] = ["1/8", "1/15", "1/30", "1/60", "1/125", "1/250", "1/500"],
        ["aperture"] = ["5.6", "8", "11", "16"],
        ["focusmode"] = ["Manual", "One Shot"],
        ["imageformat"] = ["Large Fine JPEG", "Large Normal JPEG"],
        ["aspectratio"] = ["4:3", "3:2", "16:9"],
    };

    private readonly Dictionary<string, string> _values = new()
    {
        ["iso"] = "100",
        ["shutterspeed"] = "1/60",
        ["aperture"] = "8",
        ["focusmode"] = "Manual",
        ["imageformat"] = "Large Fine JPEG",
        ["aspectratio"] = "4:3",
        ["colortemperature"] = "5200",
    };

    private readonly Lock _gate = new();

    public int Iso => int.Parse(Get("iso"), CultureInfo.InvariantCulture);

    /// <summary>In seconds.</summary>
    public double Shutter => 1.0 / int.Parse(Get("shutterspeed")[2..], CultureInfo.InvariantCulture);

    public double Aperture => double.Parse(Get("aperture"), CultureInfo.InvariantCulture);

    public double Temperature => double.Parse(Get("colortemperature"), CultureInfo.InvariantCulture);

    public int Quality => Get("imageformat") == "Large Fine JPEG" ? 96 : 92;

    public bool IsManualFocus => Get("focusmode") == "Manual";

    /// <summary>Rows for a column.</summary>
    public double Aspect => Get("aspectratio") switch { "3:2" => 2 / 3.0, "16:9" => 9 / 16.0, _ => SensorFormat.Aspect };

    public IEnumerable<DeviceProperty> Describe()
    {
        foreach (var (key, choices) in Choices)
            yield return new DeviceProperty(key, PropertyType.Choice, Get(key)) { Choices = choices };
        yield return new DeviceProperty("colortemperature", PropertyType.Number, Get("colortemperature")) { Minimum = 2500, Maximum = 10000, Unit = "K" };
    }

    /// <exception cref="DeviceException">There is no such setting.</exception>
    public string Get(string key)
    {
        lock (_gate)
            return _values.TryGetValue(key, out var value) ? value : throw new DeviceException(FaultKind.Rejected, $"camera: there is no property '{key}'; there are {string.Join(", ", _values.Keys.Order(StringComparer.Ordinal))} and some read-only ones.");
    }

    /// <exception cref="DeviceException">There is no such setting, or it does not take the value.</exception>
    public void Set(string key, string value)
    {
        Get(key);
        var isLegal = Choices.TryGetValue(key, out var choices)
            ? choices.Contains(value)
            : double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var kelvin) && kelvin is >= 2500 and <= 10000;
        if (!isLegal)
            throw new DeviceException(FaultKind.Rejected, $"camera: {key} does not take '{value}'; legal: {(choices is null ? "2500 to 10000" : string.Join(", ", choices))}.");
        lock (_gate)
            _values[key] = value;
    }

    /// <summary>Changes the ISO value, as a knocked dial does.</summary>
    public void KnockDial()
    {
        var values = Choices["iso"];
        Set("iso", values[(Array.IndexOf(values, Get("iso")) + 1) % values.Length]);
    }
}
