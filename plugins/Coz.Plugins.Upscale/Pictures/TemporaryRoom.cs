using Coz.Contracts;
using Coz.Plugins.Upscale.Memory;
using NetVips;

namespace Coz.Plugins.Upscale.Pictures;

/// <summary>The system's folder for temporary files: libvips decodes large pictures into it.</summary>
internal static class TemporaryRoom
{
    private static string Folder => Path.GetTempPath();

    /// <summary>Looks whether a picture can be decoded.</summary>
    /// <param name="picture">Its file.</param>
    /// <param name="bytes">Its decoded length.</param>
    /// <exception cref="CozException">There is no such folder, or no room in it.</exception>
    public static void Require(string picture, long bytes)
    {
        if (bytes > RenderWork.LargestHeldPicture && !(Free() >= bytes))
            throw Fault(picture, bytes, null);
    }

    /// <summary>What to say where a picture could not be decoded into the folder.</summary>
    public static CozException Fault(string picture, long bytes, VipsException? cause) => new(
        $"{picture} needs {MemorySize.Show(bytes)} for its decoded pixels in the folder for temporary files, {Folder}, {(Free() is { } free ? $"where {MemorySize.Show(free)} are free" : "which is not there")}: make room, or set TMPDIR to a folder that has it.",
        cause!);

    private static long? Free()
    {
        try
        {
            return new DriveInfo(Folder).AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
