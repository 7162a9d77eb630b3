using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Coz.Console.Output;

/// <summary>Writes the one JSON document of a verb to standard output.</summary>
internal static class Json
{
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly TextWriter StandardOutput = System.Console.Out;

    /// <summary>Keeps standard output for documents: what anybody else prints goes to standard error.</summary>
    public static void Claim()
    {
        StandardOutput.Flush();
        System.Console.SetOut(System.Console.Error);
    }

    public static void Write(JsonNode document) => StandardOutput.WriteLine(document.ToJsonString(Options));

    public static void WriteLine(JsonNode document)
    {
        StandardOutput.WriteLine(document.ToJsonString());
        StandardOutput.Flush();
    }
}
