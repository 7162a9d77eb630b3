using System.CommandLine;

namespace Coz.Console.Commands;

/// <summary>coz convert: a checkpoint from one layout to another.</summary>
internal static class ConvertCommand
{
    public static Command Create()
    {
        var input = new Argument<string>("in") { Description = "A checkpoint: official .pth, or .safetensors." };
        var output = new Argument<string>("out") { Description = "The file to write; its ending says the layout." };
        var command = new Command("convert", "Convert a checkpoint between the official .pth layout and safetensors.") { input, output };
        command.SetAction((parsed, cancellationToken) => TaskVerb.RunToolAsync(
            parsed, "convert", [("task:input", parsed.GetValue(input)), ("task:output", parsed.GetValue(output))], cancellationToken));
        return command;
    }
}
