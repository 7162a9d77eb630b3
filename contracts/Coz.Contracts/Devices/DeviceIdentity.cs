namespace Coz.Contracts.Devices;

/// <summary>Which device answers, as it says itself.</summary>
/// <param name="Maker">Who made it; empty if it does not say.</param>
/// <param name="Model">Its model.</param>
/// <param name="Serial">Its serial number; empty if it does not say.</param>
/// <param name="Firmware">The version of its firmware, or of the program between it and the driver; empty if unknown.</param>
public sealed record DeviceIdentity(string Maker, string Model, string Serial = "", string Firmware = "")
{
    /// <summary>Maker, model and firmware in a line.</summary>
    /// <returns>The line.</returns>
    public override string ToString() => string.Join(' ', new[] { Maker, Model, Firmware }.Where(text => text.Length > 0));
}
