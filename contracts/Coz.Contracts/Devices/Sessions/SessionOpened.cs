namespace Coz.Contracts.Devices;

/// <summary>A session begins, or goes on: the first line, and one for every resume.</summary>
/// <param name="Version">The manifest's version: 1.</param>
/// <param name="Scene">The scene's name: one scene a session.</param>
/// <param name="Camera">Which camera answered.</param>
/// <param name="Lens">Which lens answered.</param>
/// <param name="Unit">The unit of the lens's positions.</param>
/// <param name="Steps">The whole plan, in order.</param>
/// <param name="Settings">The settings that were locked, as the camera read them back.</param>
/// <param name="IsResumed">True for a resume.</param>
public sealed record SessionOpened(
    int Version,
    string Scene,
    DeviceIdentity Camera,
    DeviceIdentity Lens,
    string Unit,
    IReadOnlyList<FocalPoint> Steps,
    IReadOnlyDictionary<string, string> Settings,
    bool IsResumed) : SessionEntry;
