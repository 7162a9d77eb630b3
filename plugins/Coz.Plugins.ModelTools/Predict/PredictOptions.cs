using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Coz.Contracts;
using Coz.Contracts.Models;

namespace Coz.Plugins.ModelTools.Predict;

/// <summary>Which model, on which tensors.</summary>
public sealed record PredictOptions : PluginOptions
{
    [Required]
    [Description("A checkpoint's path, an encoder's name, or a model's short name such as edsr-baseline+lmi.")]
    public ModelSpec? Model { get; init; }

    [OptionPath]
    [Description("A checkpoint whose encoder weights are taken.")]
    public string? EncoderFrom { get; init; }

    [Required]
    [OptionPath]
    [Description("A safetensors file with NAME.inp, NAME.coord and NAME.cell; NAME.z and NAME.gt for samples and likelihoods, NAME.coords_stage0, 1, ... for the earlier grids of a cascade.")]
    public string Case { get; init; } = "";

    [Description("The case's name in that file; left out where it holds one case.")]
    public string? CaseName { get; init; }

    [Required]
    [OptionPath]
    [Description("The safetensors file to write: pred; pred_t07, logp and pred_stage0, 1, ... where the case and the decoder have them.")]
    public string Out { get; init; } = "";
}
