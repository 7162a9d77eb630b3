using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Coz.Contracts;

namespace Coz.Plugins.Train;

/// <summary>The section <c>optimizer</c>; torch's defaults.</summary>
public sealed record OptimizerOptions : PluginOptions, IShortForm<OptimizerOptions>
{
    /// <summary>Which one.</summary>
    [Description("adam, adamw, sgd or muon (matrices of weights move in orthogonal steps, the rest by adamw).")]
    public OptimizerKind Name { get; init; } = OptimizerKind.Adam;

    /// <summary>The learning rate that the schedule multiplies.</summary>
    [Range(1e-12, 1000)]
    [Description("The learning rate, which the schedule multiplies.")]
    public double Rate { get; init; } = 1e-4;

    /// <summary>Adam's decay of the mean.</summary>
    [Range(0.0, 0.9999999)]
    [Description("Adam: the decay of the gradients' mean.")]
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Adam's decay of the mean square.</summary>
    [Range(0.0, 0.9999999)]
    [Description("Adam: the decay of the gradients' mean square.")]
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Adam's guard against division by 0.</summary>
    [Range(1e-30, 1)]
    [Description("Adam: added to the root.")]
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>The weight decay; null for torch's default.</summary>
    [Range(0.0, 1)]
    [Description("The weight decay; by default 0.01 for adamw, 0.1 for muon and 0 for the others; decoupled for adamw and muon.")]
    public double? WeightDecay { get; init; }

    /// <summary>The decay where none is given: torch's. Muon's steps do not shrink with the gradient: without a decay its weights grow for as long as it trains.</summary>
    /// <param name="kind">Which optimizer.</param>
    internal static double DefaultWeightDecay(OptimizerKind kind) => kind switch
    {
        OptimizerKind.AdamW => 0.01,
        OptimizerKind.Muon => 0.1,
        _ => 0,
    };

    /// <summary>SGD's momentum.</summary>
    [Range(0.0, 0.9999999)]
    [Description("SGD: the momentum.")]
    public double Momentum { get; init; }

    /// <summary>Whether SGD looks ahead.</summary>
    [Description("SGD: Nesterov's momentum.")]
    public bool Nesterov { get; init; }

    /// <inheritdoc/>
    public static OptimizerOptions FromShortForm(string text, string baseFolder) => Enum.TryParse<OptimizerKind>(text, ignoreCase: true, out var kind)
        ? new OptimizerOptions { Name = kind }
        : throw new FormatException($"there is no optimizer '{text}'; {Nearest.Hint(text, ["adam", "adamw", "sgd", "muon"])}");

    /// <inheritdoc/>
    public override IEnumerable<string> Validate()
    {
        if (Nesterov && (Momentum == 0 || Name != OptimizerKind.Sgd))
            yield return "nesterov: is for sgd with a momentum above 0";
    }
}
