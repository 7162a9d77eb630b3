namespace Coz.Plugins.Train;

/// <summary>What a step gave.</summary>
/// <param name="Losses">Each loss, weighted, before its optimizer step.</param>
/// <param name="GradientNorm">The norm of the last gradient before clipping.</param>
internal sealed record StepResult(IReadOnlyList<double> Losses, double GradientNorm)
{
    public double Loss => Losses.Sum();

    /// <summary>Whether the weights are those from before the step: nothing but the first loss can have spoiled it.</summary>
    public bool IsUntouched => !IsFinite && Losses.Count == 1;

    public bool IsFinite => Losses.All(double.IsFinite) && double.IsFinite(GradientNorm);
}
