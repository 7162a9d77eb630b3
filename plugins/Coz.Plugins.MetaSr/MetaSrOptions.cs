using System.ComponentModel;
using Coz.Contracts;

namespace Coz.Plugins.MetaSr;

/// <summary>Meta-SR's one switch; the default is the paper's.</summary>
public sealed record MetaSrOptions : PluginOptions
{
    /// <summary>Whether a bilinear upscale of the image is added to the output, as in LTE.</summary>
    [Description("Add a bilinear upscale of the image to the output, as LTE does. The paper's Meta-SR has none.")]
    public bool Skip { get; init; }
}
