using System.Diagnostics;
using System.Text.Json.Nodes;
using Coz.Host.Plugins;

namespace Coz.Host.Diagnostics;

/// <summary>Finds the final status of every plugin: loads all, and constructs every part in a child process, which may crash.</summary>
/// <param name="host">The host.</param>
/// <param name="startProbe">Starts a probe over the same plugins that leaves out the given addresses; it writes a JSON line before and after each part.</param>
public sealed class Doctor(CozHost host, Func<IReadOnlyCollection<string>, Process> startProbe)
{
    /// <summary>Examines the plugins.</summary>
    /// <param name="cancellationToken">Ends the examination.</param>
    /// <returns>Every plugin that was found, with its final status.</returns>
    public async Task<IReadOnlyList<PluginRecord>> ExamineAsync(CancellationToken cancellationToken)
    {
        host.Catalog.LoadAll();
        var total = host.Catalog.Parts().Count;
        var done = new HashSet<string>();
        while (done.Count < total)
        {
            var begun = await ProbeAsync(done, cancellationToken);
            if (begun is null)
                break;
            done.Add(begun);
            Blame(begun, "the process ended while it was constructed");
        }

        return host.Catalog.Plugins;
    }

    private async Task<string?> ProbeAsync(HashSet<string> done, CancellationToken cancellationToken)
    {
        using var process = startProbe(done);
        string? begun = null;
        try
        {
            while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
            {
                if (!line.StartsWith('{') || JsonNode.Parse(line) is not JsonObject report)
                    continue;
                var key = (string)report["part"]!;
                if ((bool)report["begin"]!)
                {
                    begun = key;
                    continue;
                }

                begun = null;
                done.Add(key);
                if ((string?)report["fault"] is { } fault)
                    Blame(key, fault);
            }

            await process.WaitForExitAsync(cancellationToken);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }

        return begun;
    }

    private void Blame(string key, string fault)
    {
        var plugin = host.Catalog.Plugins.FirstOrDefault(plugin => plugin.Fault is null && plugin.Manifest!.Provides.Any(part => part.Key == key));
        if (plugin is not null)
            plugin.Fault = new PluginFault(PluginStatus.Broken, $"{key} fails with its default options: {fault}", $"Report it to the plugin's author, or leave the plugin out: --no-plugin {plugin.Id}.");
    }
}
