namespace Coz.Plugins.Train;

/// <summary>What a step gave.</summary>
/// <param name="Losses">Each loss, weighted, before its optimizer step.</param>
/// <param name="GradientNorm">The norm of the last gradient before clipping.</param>
internal sealed record StepResult(IReadOnlyList<double> Losses, double GradientNorm)
{
    public double Loss => Losses.Sum();

    public bool IsFinite => Losses.All(double.IsFinite) && double.IsFinite(GradientNorm);
}
