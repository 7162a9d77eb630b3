using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Coz.Console.Output;

/// <summary>Writes the one JSON document of a verb to standard output.</summary>
internal static class Json
{
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(JsonNode document) => System.Console.Out.WriteLine(document.ToJsonString(Options));

    public static void WriteLine(JsonNode document)
    {
        System.Console.Out.WriteLine(document.ToJsonString());
        System.Console.Out.Flush();
    }
}
