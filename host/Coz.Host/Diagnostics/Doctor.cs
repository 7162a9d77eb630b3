using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Coz.Contracts;
using Coz.Host.Plugins;

namespace Coz.Host.Diagnostics;

/// <summary>Finds the final status of every plugin: loads all, and constructs every part in a child process, which may crash.</summary>
/// <param name="host">The host.</param>
/// <param name="startProbe">Starts a probe over the same plugins that leaves out the given addresses; it writes a JSON line before and after each part.</param>
public sealed class Doctor(CozHost host, Func<IReadOnlyCollection<string>, Process> startProbe)
{
    // Constructing a part takes milliseconds, the first one also the load of libtorch.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

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
            var (begun, reason) = await ProbeAsync(done, cancellationToken);
            if (begun is null && reason is null)
                break;
            if (begun is null)
                throw new CozException($"The probe of the parts {reason} before it constructed one: run 'coz plugins probe' to see what it prints.");
            done.Add(begun);
            Blame(begun, $"the process {reason} while it was constructed");
        }

        return host.Catalog.Plugins;
    }

    private async Task<(string? Begun, string? Reason)> ProbeAsync(HashSet<string> done, CancellationToken cancellationToken)
    {
        using var process = startProbe(done);
        string? begun = null;
        try
        {
            while (await process.StandardOutput.ReadLineAsync(cancellationToken).AsTask().WaitAsync(Patience, cancellationToken) is { } line)
            {
                if (Report(line) is not { } report)
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
            return process.ExitCode == 0 ? default : (begun, $"ended with exit code {process.ExitCode}");
        }
        catch (TimeoutException)
        {
            return (begun, $"stood still for {Patience.TotalSeconds:0} s");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private static JsonObject? Report(string line)
    {
        try
        {
            return JsonNode.Parse(line) is JsonObject report && report["part"] is not null && report["begin"] is not null ? report : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private void Blame(string key, string fault)
    {
        var plugin = host.Catalog.Plugins.FirstOrDefault(plugin => plugin.Fault is null && plugin.Manifest!.Provides.Any(part => part.Key == key));
        if (plugin is not null)
            plugin.Fault = new PluginFault(PluginStatus.Broken, $"{key} fails with its default options: {fault}", $"Report it to the plugin's author, or leave the plugin out: --no-plugin {plugin.Id}.");
    }
}
