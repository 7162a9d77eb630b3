using Coz.Contracts;
using Coz.Toolkit;
using NetVips;

namespace Coz.Plugins.Upscale.Pictures;

/// <summary>The picture library, started once and told what it is used for.</summary>
internal static class Vips
{
    private static readonly Lazy<string?> Fault = new(Start);

    /// <summary>Starts it.</summary>
    /// <exception cref="CozException">Its native library is not there, or cannot be loaded.</exception>
    public static void Require()
    {
        if (Fault.Value is { } fault)
            throw new CozException($"libvips, which reads and writes pictures, cannot be loaded from the plugin's folder: {fault}. Copy the plugin's whole build output, runtimes included.");
    }

    /// <summary>The library's own words for a fault, the last line of them: earlier ones name its layers.</summary>
    public static string Reason(VipsException e)
    {
        var lines = e.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return OneLine.Of(lines.Length > 1 ? string.Join("; ", lines[1..].Distinct()) : e.Message, 200);
    }

    /// <summary>Whether something could not be written: no fault of what is read.</summary>
    public static bool IsWriteFault(VipsException e) =>
        e.Message.Contains("write failed", StringComparison.OrdinalIgnoreCase)
        || e.Message.Contains("No space left", StringComparison.OrdinalIgnoreCase)
        || e.Message.Contains("File too large", StringComparison.OrdinalIgnoreCase)
        || e.Message.Contains("temporary file", StringComparison.OrdinalIgnoreCase);

    private static string? Start()
    {
        try
        {
            // One line a fault is ours to print: warnings of the library go nowhere.
            Environment.SetEnvironmentVariable("VIPS_WARNING", "0");
            if (!ModuleInitializer.VipsInitialized)
                return OneLine.Of(ModuleInitializer.Exception?.InnerException?.Message ?? ModuleInitializer.Exception?.Message ?? "the reason is unknown", 300);

            // Each picture is read once: what its cache kept would only hold memory and files.
            Cache.Max = 0;
            return null;
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException or VipsException)
        {
            return OneLine.Of(e.Message, 300);
        }
    }
}
