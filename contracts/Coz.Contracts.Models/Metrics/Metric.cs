using static TorchSharp.torch;

namespace Coz.Contracts.Models;

/// <summary>Compares a super-resolved image with its ground truth under one or more named protocols.</summary>
[PluginKind("metric")]
public abstract class Metric
{
    /// <summary>The protocols this instance measures, in the order of its scores.</summary>
    public abstract IReadOnlyList<MetricProtocol> Protocols { get; }

    /// <summary>True if a larger score is better.</summary>
    public virtual bool HigherIsBetter => true;

    /// <summary>The unit of the scores, for example <c>dB</c>; empty for a plain number.</summary>
    public virtual string Unit => "";

    /// <summary>Measures one image.</summary>
    /// <param name="sr">(1, 3, H, W): the model's output in [0, 1], RGB, not clamped, not rounded: the protocol does what it says.</param>
    /// <param name="hr">(1, 3, H, W): the ground truth in [0, 1], RGB.</param>
    /// <param name="scale">The pair's nominal scale, which a shave may depend on.</param>
    /// <returns>One score a protocol; +infinity for equal images where the metric says so.</returns>
    /// <exception cref="CozException">The sizes differ, or nothing is left after the shave.</exception>
    public abstract IReadOnlyList<MetricScore> Measure(Tensor sr, Tensor hr, double scale);
}
