using System.ComponentModel;
using Coz.Contracts;

namespace Coz.Plugins.Liif;

/// <summary>LIIF's switches and sizes; the defaults are the paper's.</summary>
public sealed record LiifOptions : PluginOptions
{
    [Description("Blend predictions from the four pixels around a query; otherwise predict from the one that holds it.")]
    public bool LocalEnsemble { get; init; } = true;

    [Description("Feed the 3 x 3 features around a pixel; otherwise its own alone.")]
    public bool FeatUnfold { get; init; } = true;

    [Description("Feed the size of the output pixel.")]
    public bool CellDecode { get; init; } = true;

    [Description("Add a bilinear upscale of the image to the output, as LTE does. The paper's LIIF has none.")]
    public bool Skip { get; init; }

    [Description("The widths of the network's hidden layers.")]
    public IReadOnlyList<int> HiddenList { get; init; } = [256, 256, 256, 256];

    /// <inheritdoc/>
    public override IEnumerable<string> Validate()
    {
        if (HiddenList.Any(width => width < 1))
            yield return $"hidden_list holds widths of at least 1; got [{string.Join(", ", HiddenList)}]";
    }
}
