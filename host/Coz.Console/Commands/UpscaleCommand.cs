using System.CommandLine;

namespace Coz.Console.Commands;

/// <summary>coz upscale: a photo, or a folder of photos.</summary>
internal static class UpscaleCommand
{
    private static readonly Argument<string> Input = new("in") { Description = "A picture, or a folder of pictures: PNG, JPEG, TIFF or WebP." };
    private static readonly Argument<string> Output = new("out") { Description = "The picture to write, or the folder to write into." };
    private static readonly Option<string?> Scale = new("--scale") { Description = "The scale, any real number." };
    private static readonly Option<string?> Size = new("--size") { Description = "The result's size instead of a scale, WIDTHxHEIGHT." };
    private static readonly Option<string?> Model = new("--model") { Description = "A checkpoint's file, or bicubic; the shipped model if left out." };
    private static readonly Option<string?> Memory = new("--memory") { Description = "The memory to stay under, beyond the loaded model's: 2GiB; half of what is free, at most 4GiB, if left out." };
    private static readonly Option<bool> SelfEnsemble = new("--self-ensemble") { Description = "The mean over 8 flips and transpositions: a little better, eight times the work." };
    private static readonly Option<bool> Preview = new("--preview") { Description = "A before/after of the picture's middle instead of the whole, as a PNG." };
    private static readonly Option<string?> Quality = new("--quality") { Description = "Of JPEG and WebP files, 1 to 100; 95 if left out." };
    private static readonly Option<string?> Format = new("--format") { Description = "png, jpeg, tiff or webp; the input's if left out." };
    private static readonly Option<bool> Resume = new("--resume") { Description = "Go on with a folder where an earlier run ended." };
    private static readonly Option<string?> Device = new("--device") { Description = "cpu or cuda." };

    public static Command Create()
    {
        var command = new Command("upscale", "Upscale a photo or a folder of photos to any size, in bounded memory.") { Input, Output, Scale, Size, Model, Memory, SelfEnsemble, Preview, Quality, Format, Resume, Device };
        command.SetAction((parsed, cancellationToken) => TaskVerb.RunToolAsync(parsed, "upscale", Options(parsed), cancellationToken));
        return command;
    }

    private static IEnumerable<(string, object?)> Options(ParseResult parsed) =>
    [
        ("task:input", parsed.GetValue(Input)),
        ("task:output", parsed.GetValue(Output)),
        ("task:scale", parsed.GetValue(Scale)),
        ("task:size", parsed.GetValue(Size)),
        ("task:model", parsed.GetValue(Model)),
        ("task:memory", parsed.GetValue(Memory)),
        ("task:self_ensemble", Flag(parsed, SelfEnsemble)),
        ("task:preview", Flag(parsed, Preview)),
        ("task:quality", parsed.GetValue(Quality)),
        ("task:format", parsed.GetValue(Format)),
        ("task:resume", Flag(parsed, Resume)),
        ("device", parsed.GetValue(Device)),
    ];

    private static string? Flag(ParseResult parsed, Option<bool> option) => parsed.GetValue(option) ? "true" : null;
}
