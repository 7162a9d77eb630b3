using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Plugins.Upscale.Memory;
using Coz.Plugins.Upscale.Pictures;
using Coz.Toolkit;

namespace Coz.Plugins.Upscale;

/// <summary>What to upscale, how large, with which model, and where to.</summary>
public sealed record UpscaleOptions : PluginOptions
{
    [Required]
    [OptionPath]
    [Description("A picture, or a folder of pictures: PNG, JPEG, TIFF or WebP.")]
    public string Input { get; init; } = "";

    [Required]
    [OptionPath]
    [Description("The picture to write, or the folder to write pictures into.")]
    public string Output { get; init; } = "";

    [Description("The scale, any real number: the result has round(side * scale) pixels a side.")]
    public double? Scale { get; init; }

    [Description("The result's size instead of a scale, WIDTHxHEIGHT, of the upright picture.")]
    public string? Size { get; init; }

    [Description("A checkpoint's path, or the name of a model without weights such as bicubic; the shipped model if left out.")]
    public ModelSpec? Model { get; init; }

    [Description("The memory to stay under, beyond what the program holds once the model is loaded: 2GiB, 500MiB. Left out: half of what is free, at most 4GiB.")]
    public string? Memory { get; init; }

    [Description("The mean over the 8 flips and transpositions of the picture: a little better, eight times the work.")]
    public bool SelfEnsemble { get; init; }

    [Description("Instead of the whole result, a PNG of its middle: on the left bicubic, on the right the model.")]
    public bool Preview { get; init; }

    [Range(1, 100)]
    [Description("The quality of JPEG and WebP files; 95 if left out.")]
    public int Quality { get; init; } = 95;

    [Description("The format of what is written: png, jpeg, tiff or webp. Left out: the output's ending says it, in folders the input's.")]
    public PictureFormat? Format { get; init; }

    [Description("Go on with a folder where an earlier run ended.")]
    public bool Resume { get; init; }

    [Range(0, 1024)]
    [Description("Threads of the tensor library; 0 for its own choice.")]
    public int Threads { get; init; }

    [Range(0, 32768)]
    [Description("The side of a tile in LR pixels, margins included, instead of one that follows from the memory; 0 for that.")]
    public int Tile { get; init; }

    [OptionPath]
    [Description("The file that remembers what of a folder is done; left out: one in the user's data folder.")]
    public string? State { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<string> Validate()
    {
        if (Scale is null == Size is null)
            yield return $"scale or size: one of the two says how large the result is, for example --scale 3.7 or --size 6000x4000; got {(Scale is null ? "neither" : "both")}";
        if (Scale is { } scale && ScaleRules.Fault(scale, "scale") is { } fault)
            yield return fault;
        if (Size is not null && PictureSize.Parse(Size) is null)
            yield return $"size: expected WIDTHxHEIGHT of the result in pixels, for example 6000x4000; got '{Size}'";
        if (Memory is not null && MemorySize.Parse(Memory) is null)
            yield return $"memory: expected a number with MiB or GiB, for example 2GiB; got '{Memory}'";
    }
}
