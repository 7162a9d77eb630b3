using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Coz.Host.Plugins.Checks;

/// <summary>Is the entry a whole .NET assembly?</summary>
public sealed class EntryCheck : IPluginCheck
{
    /// <inheritdoc/>
    public PluginFault? Check(PluginRecord plugin)
    {
        var entry = plugin.Manifest!.Entry;
        if (Path.GetFileName(entry) != entry || !File.Exists(plugin.EntryPath))
            return new(PluginStatus.Broken, $"plugin.json names the entry '{entry}', which is not in its folder", "Copy the plugin's whole build output, or build it again.");
        try
        {
            using var stream = File.OpenRead(plugin.EntryPath);
            using var pe = new PEReader(stream);
            if (!LooksLikePe(stream))
                return new(PluginStatus.Broken, $"{entry} is no .NET assembly", "Name the plugin's own DLL as the entry in plugin.json.");
            if (EndOfSections(pe) > stream.Length)
                return new(PluginStatus.Broken, $"{entry} is cut short: {stream.Length} of {EndOfSections(pe)} bytes are there", "Copy the plugin again.");
            if (!pe.HasMetadata)
                return new(PluginStatus.Broken, $"{entry} is no .NET assembly", "Name the plugin's own DLL as the entry in plugin.json.");
            return pe.GetMetadataReader().IsAssembly ? null : Damaged(entry);
        }
        catch (Exception e) when (e is BadImageFormatException or InvalidOperationException or IOException or OverflowException)
        {
            return Damaged(entry);
        }
    }

    private static PluginFault Damaged(string entry) =>
        new(PluginStatus.Broken, $"{entry} is damaged or cut short: its headers cannot be read", "Copy the plugin again, or build it again.");

    private static bool LooksLikePe(FileStream stream)
    {
        stream.Position = 0;
        var isPe = stream.ReadByte() == 'M' && stream.ReadByte() == 'Z';
        stream.Position = 0;
        return isPe;
    }

    private static long EndOfSections(PEReader pe) =>
        pe.PEHeaders.SectionHeaders.Max(section => (long)section.PointerToRawData + section.SizeOfRawData);
}
