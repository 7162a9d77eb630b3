using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Coz.Contracts;

namespace Coz.Plugins.Train;

/// <summary>The options of <see cref="CharbonnierLoss"/>.</summary>
public sealed record CharbonnierOptions : PluginOptions
{
    /// <summary>The difference, in the model's range, below which it is like a square.</summary>
    [Range(1e-9, 1)]
    [Description("The difference, in the model's range, below which the loss is like a square and above which like an absolute value.")]
    public double Epsilon { get; init; } = 1e-3;
}
