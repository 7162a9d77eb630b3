using System.CommandLine;

namespace Coz.Console.Commands;

/// <summary>coz describe: what an encoder, a decoder or a metric is.</summary>
internal static class DescribeCommand
{
    public static Command Create()
    {
        var encoder = new Option<string?>("--encoder") { Description = "An encoder's name." };
        var decoder = new Option<string?>("--decoder") { Description = "A decoder's name." };
        var metric = new Option<string?>("--metric") { Description = "A metric's name." };
        var command = new Command("describe", "Describe an encoder, a decoder or a metric: options, parameters, reach, protocols.") { encoder, decoder, metric };
        command.SetAction((parsed, cancellationToken) => TaskVerb.RunToolAsync(
            parsed,
            "describe",
            [("encoder:name", parsed.GetValue(encoder)), ("decoder:name", parsed.GetValue(decoder)), ("metric:name", parsed.GetValue(metric))],
            cancellationToken));
        return command;
    }
}
