using Coz.Host.Plugins;

namespace Coz.Console.Output;

/// <summary>Writes plugins for a reader: a line each, cause and remedy below those that cannot be used.</summary>
internal static class PluginTable
{
    public static void Write(IReadOnlyList<PluginRecord> plugins, bool isExamined)
    {
        var width = plugins.Count == 0 ? 0 : plugins.Max(plugin => plugin.Id.Length);
        foreach (var plugin in plugins)
        {
            System.Console.Out.WriteLine($"{plugin.Id.PadRight(width)}  {plugin.Status,-17}  {string.Join(", ", (plugin.Manifest?.Provides ?? []).Select(part => part.Key))}");
            if (plugin.Fault is not { } fault)
                continue;
            System.Console.Out.WriteLine($"  in:     {plugin.Folder}");
            System.Console.Out.WriteLine($"  cause:  {fault.Cause}");
            System.Console.Out.WriteLine($"  remedy: {fault.Remedy}");
        }

        var good = plugins.Count(plugin => plugin.Status == PluginStatus.Active);
        System.Console.Out.WriteLine($"{good} of {plugins.Count} plugins {(isExamined ? "work" : "pass the quick checks; 'coz plugins doctor' loads them")}.");
        if (isExamined)
            System.Console.Out.WriteLine($"Shared with every plugin: {string.Join(", ", SharedAssemblies.Names)}, and what these need.");
    }
}
