using System.Globalization;

namespace Coz.Plugins.SimulatedRig;

/// <summary>
/// The serial numbers of simulated devices. Whatever makes the pictures those of another device makes another number, so that a session does
/// not go on with a rig of another seed, or before another scene.
/// </summary>
internal static class SerialNumber
{
    /// <summary>A camera's: its scene is a part of it. Photos count by their names, so that a folder may be moved.</summary>
    public static string Of(SimulatedCameraOptions camera, int runSeed) =>
        Of('C', camera.Seed, [runSeed, camera.Seed, camera.SceneSeed, .. camera.Scene.SelectMany(photo => Path.GetFileName(photo).Append('/')).Select(letter => (long)letter)]);

    /// <summary>A lens's.</summary>
    public static string Of(SimulatedLensOptions lens, int runSeed) => Of('L', lens.Seed, [runSeed, lens.Seed]);

    private static string Of(char kind, int seed, ReadOnlySpan<long> individual) => string.Create(CultureInfo.InvariantCulture, $"{kind}{seed:0000}-{(uint)Chance.Bits(individual):x8}");
}
