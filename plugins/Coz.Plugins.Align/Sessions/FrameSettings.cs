using Coz.Contracts.Devices;

namespace Coz.Plugins.Align;

/// <summary>Compares the settings that two frames of a session were taken with.</summary>
internal static class FrameSettings
{
    /// <summary>In a line: which settings of a frame are not the anchor's; null if none. What was not recorded of both says nothing.</summary>
    public static string? Difference(FrameRecorded frame, FrameRecorded anchor)
    {
        var others = anchor.Settings
            .Where(setting => frame.Settings.TryGetValue(setting.Key, out var value) && !DeviceProperty.IsSame(value, setting.Value))
            .Select(setting => $"{setting.Key} is '{frame.Settings[setting.Key]}' instead of '{setting.Value}'")
            .ToList();
        return others.Count > 0 ? $"its settings are not the anchor's: {string.Join("; ", others)}" : null;
    }
}
