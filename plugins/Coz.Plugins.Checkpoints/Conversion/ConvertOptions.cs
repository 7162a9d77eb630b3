using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Coz.Contracts;

namespace Coz.Plugins.Checkpoints.Conversion;

/// <summary>What to convert.</summary>
public sealed record ConvertOptions : PluginOptions
{
    [Required]
    [OptionPath]
    [Description("The checkpoint to read, of any known format.")]
    public string Input { get; init; } = "";

    [Required]
    [OptionPath]
    [Description("The file to write; its ending says the format: .pth official, .safetensors COZ's own.")]
    public string Output { get; init; } = "";
}
