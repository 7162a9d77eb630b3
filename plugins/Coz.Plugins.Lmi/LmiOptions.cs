using System.ComponentModel;
using Coz.Contracts;

namespace Coz.Plugins.Lmi;

/// <summary>LMI's one switch; the default is the paper's. Its sizes follow from the encoder's channels.</summary>
public sealed record LmiOptions : PluginOptions
{
    /// <summary>Whether a bilinear upscale of the image is added to the output, as in LTE.</summary>
    [Description("Add a bilinear upscale of the image to the output, as LTE does. The paper's LMI has none.")]
    public bool Skip { get; init; }
}
