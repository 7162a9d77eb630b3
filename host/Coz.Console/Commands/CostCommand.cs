using System.CommandLine;
using Coz.Contracts;

namespace Coz.Console.Commands;

/// <summary>coz cost: what an encoder and a decoder take, every decoder, or the machine's peak alone.</summary>
internal static class CostCommand
{
    private static readonly Option<string?> Encoder = new("--encoder") { Description = "An encoder's name; edsr-baseline if left out." };
    private static readonly Option<string?> Decoder = new("--decoder") { Description = "A decoder's name." };
    private static readonly Option<string?> Size = new("--size") { Description = "The LR image, HEIGHTxWIDTH; 128x128 if left out." };
    private static readonly Option<string?> Scale = new("--scale") { Description = "The scale, any real number; 4 if left out." };
    private static readonly Option<string?> Paths = new("--paths") { Description = "all, grid or points." };
    private static readonly Option<string?> Rounds = new("--rounds") { Description = "The rounds that are counted; 5 if left out." };
    private static readonly Option<bool> Train = new("--train") { Description = "Measure a training step as well." };
    private static readonly Option<bool> All = new("--all") { Description = "Measure every decoder, each in a process of its own." };
    private static readonly Option<bool> Peak = new("--peak") { Description = "Measure the machine's peak alone." };

    public static Command Create()
    {
        var command = new Command("cost", "Measure seconds, and work against the machine's peak, of an encoder and a decoder.") { Encoder, Decoder, Size, Scale, Paths, Rounds, Train, All, Peak };
        command.SetAction(RunAsync);
        return command;
    }

    private static Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (decoder, isAll, isPeak) = (parsed.GetValue(Decoder), parsed.GetValue(All), parsed.GetValue(Peak));
        if (new[] { decoder is not null, isAll, isPeak }.Count(chosen => chosen) != 1)
            throw new UsageException("cost measures one decoder (--decoder NAME), every decoder (--all) or the machine's peak (--peak): choose one.");
        if (isPeak)
            return TaskVerb.RunToolAsync(parsed, "cost-peak", [], cancellationToken);
        (string, object?)[] shared =
        [
            ("task:size", parsed.GetValue(Size)),
            ("task:scale", parsed.GetValue(Scale)),
            ("task:paths", parsed.GetValue(Paths)),
            ("task:rounds", parsed.GetValue(Rounds)),
            ("task:train", parsed.GetValue(Train) ? "true" : null),
        ];
        return isAll
            ? TaskVerb.RunToolAsync(parsed, "cost-table", [("task:encoder", parsed.GetValue(Encoder)), ("task:program", Program(parsed)), .. shared], [], cancellationToken)
            : TaskVerb.RunToolAsync(parsed, "cost", [("encoder:name", parsed.GetValue(Encoder) ?? "edsr-baseline"), ("decoder:name", decoder), .. shared], cancellationToken);
    }

    // The settings are the decoders': each child binds them.
    private static string[] Program(ParseResult parsed) =>
        [.. SelfProcess.Command, .. SharedOptions.PluginArguments(parsed), .. SharedOptions.Settings(parsed).SelectMany(setting => new[] { "--set", setting })];
}
