using Coz.Contracts.Devices;

namespace Coz.Plugins.Capture;

/// <summary>By what a device is told from another one.</summary>
internal static class DeviceName
{
    /// <summary>Maker, model and serial number, as there are. Without the firmware: an update in between is no other device.</summary>
    public static string Of(DeviceIdentity device) => string.Join(' ', new[] { device.Maker, device.Model, device.Serial }.Where(text => text.Length > 0));
}
