namespace Coz.Contracts.Devices;

/// <summary>What kind of value a property of a device has.</summary>
public enum PropertyType
{
    /// <summary>Any text.</summary>
    Text,

    /// <summary>One of a list, compared letter by letter.</summary>
    Choice,

    /// <summary>A number, with a dot and without thousands: <c>0.5</c>.</summary>
    Number,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Toggle,
}
