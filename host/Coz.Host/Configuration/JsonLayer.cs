using System.Text.Json;
using Coz.Contracts;
using Microsoft.Extensions.Configuration.Json;

namespace Coz.Host.Configuration;

/// <summary>Reads a JSON file with Microsoft.Extensions.Configuration.Json (comments and trailing commas allowed).</summary>
public static class JsonLayer
{
    /// <summary>Reads the file as one layer.</summary>
    /// <param name="path">The file, absolute.</param>
    /// <returns>Its tree; relative paths in it resolve against its folder.</returns>
    /// <exception cref="UsageException">There is no such file, or it is no JSON object: the message says the line.</exception>
    public static ConfigNode Read(string path)
    {
        var origin = new Origin(Shown(path), Path.GetDirectoryName(path)!);
        try
        {
            using var stream = File.OpenRead(path);
            var provider = new Provider();
            provider.Load(stream);
            return FlatKeys.ToTree(provider.Values, origin);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UsageException($"There is no experiment {Shown(path)}: give the path of a .json file; 'coz list experiments' names those at hand.");
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidDataException)
        {
            throw new UsageException($"{Shown(path)}{Explain(e)}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CozException($"{Shown(path)} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>A path as messages show it: relative to the current folder where it lies below it.</summary>
    /// <param name="path">An absolute path.</param>
    /// <returns>The shorter form.</returns>
    public static string Shown(string path)
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }

    private static string Explain(Exception e)
    {
        var json = e as JsonException ?? e.InnerException as JsonException;
        if (json is null)
            return $": {e.Message}";
        var reason = json.Message.Split(" LineNumber:")[0].Split(" Path:")[0].ReplaceLineEndings(" ");
        return $", line {(json.LineNumber ?? 0) + 1}, column {(json.BytePositionInLine ?? 0) + 1}: malformed JSON: {reason}";
    }

    private sealed class Provider() : JsonConfigurationProvider(new JsonConfigurationSource())
    {
        public IDictionary<string, string?> Values => Data;
    }
}
