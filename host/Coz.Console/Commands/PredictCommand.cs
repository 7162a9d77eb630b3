using System.CommandLine;

namespace Coz.Console.Commands;

/// <summary>coz predict: tensors in, tensors out, for checking a model against another implementation.</summary>
internal static class PredictCommand
{
    public static Command Create()
    {
        var model = new Option<string>("--model") { Description = "A checkpoint's file, or an encoder's name.", Required = true };
        var encoderFrom = new Option<string?>("--encoder-from") { Description = "A checkpoint whose encoder weights are taken." };
        var caseFile = new Option<string>("--case") { Description = "A safetensors file with NAME.inp, NAME.coord and NAME.cell.", Required = true };
        var caseName = new Option<string>("--case-name") { Description = "The case's name in the file.", Required = true };
        var output = new Option<string>("--out") { Description = "The safetensors file to write: pred.", Required = true };
        var command = new Command("predict", "Run a model on tensors: the parity check.") { model, encoderFrom, caseFile, caseName, output };
        command.SetAction((parsed, cancellationToken) => TaskVerb.RunToolAsync(
            parsed,
            "predict",
            [
                ("task:model", parsed.GetValue(model)),
                ("task:encoder_from", parsed.GetValue(encoderFrom)),
                ("task:case", parsed.GetValue(caseFile)),
                ("task:case_name", parsed.GetValue(caseName)),
                ("task:out", parsed.GetValue(output)),
            ],
            cancellationToken));
        return command;
    }
}
