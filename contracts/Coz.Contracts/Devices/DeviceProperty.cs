using System.Globalization;

namespace Coz.Contracts.Devices;

/// <summary>
/// A property of a connected device, as it is at this moment: choices and ranges depend on the mode dial, the lens and other
/// properties, so they are asked for, never written into a program. Values are text without regard to any culture.
/// </summary>
/// <param name="Key">Its key.</param>
/// <param name="Type">What kind of value it has.</param>
/// <param name="Value">Its value now.</param>
public sealed record DeviceProperty(string Key, PropertyType Type, string Value)
{
    /// <summary>What a user reads; empty if the key says it all.</summary>
    public string Label { get; init; } = "";

    /// <summary>The legal values of a choice; empty for other types.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>The least legal number; null if there is no limit.</summary>
    public double? Minimum { get; init; }

    /// <summary>The greatest legal number; null if there is no limit.</summary>
    public double? Maximum { get; init; }

    /// <summary>The unit of a number; empty if it has none.</summary>
    public string Unit { get; init; } = "";

    /// <summary>True if it cannot be set.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>Whether two values of a property are one: the same text, or the same number written in two ways ("8" and "8.0").</summary>
    /// <param name="a">A value.</param>
    /// <param name="b">Another one.</param>
    /// <returns>True if they are.</returns>
    public static bool IsSame(string a, string b) => a == b
        || (double.TryParse(a, NumberStyles.Float, CultureInfo.InvariantCulture, out var x) && double.TryParse(b, NumberStyles.Float, CultureInfo.InvariantCulture, out var y) && x == y);
}
