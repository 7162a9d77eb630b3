using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Coz.Contracts;
using Coz.Toolkit;

namespace Coz.Plugins.Cost.Table;

/// <summary>Measures one decoder in a process of its own: its peak memory is then its own, and it may crash.</summary>
/// <param name="options">What to measure.</param>
internal sealed class CostProcess(CostTableOptions options)
{
    /// <summary>Measures.</summary>
    /// <param name="decoder">The decoder's name.</param>
    /// <param name="cancellationToken">Ends the process.</param>
    /// <returns>What <c>coz cost --json</c> gives, or encoder, decoder, size, scale and an error of one line.</returns>
    public async Task<JsonObject> MeasureAsync(string decoder, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(options.Program[0], [.. options.Program.Skip(1), .. Arguments(decoder)]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start) ?? throw new CozException($"The program {options.Program[0]} cannot be started.");
        process.StandardInput.Close();
        try
        {
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode == 0 && Parse(output) is { } result ? result : Failed(decoder, Reason(process.ExitCode, output, await errors));
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private static string Reason(int exitCode, string output, string errors) => OneLine.Of(
        (string?)Parse(output)?["error"]
        ?? errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault()
        ?? $"the process ended with exit code {exitCode}");

    private static JsonObject? Parse(string output)
    {
        try
        {
            return JsonNode.Parse(output) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private IEnumerable<string> Arguments(string decoder) =>
    [
        "cost", "--encoder", options.Encoder, "--decoder", decoder, "--size", options.Size, "--scale", options.Scale.ToString("R", CultureInfo.InvariantCulture),
        "--paths", options.Paths.ToString().ToLowerInvariant(), "--rounds", options.Rounds.ToString(CultureInfo.InvariantCulture),
        .. options.Train ? new[] { "--train" } : [], "--json",
    ];

    private JsonObject Failed(string decoder, string reason) =>
        new() { ["encoder"] = options.Encoder, ["decoder"] = decoder, ["size"] = options.Size, ["scale"] = options.Scale, ["error"] = reason };
}
