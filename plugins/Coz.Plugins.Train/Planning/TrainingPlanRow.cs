namespace Coz.Plugins.Train;

/// <summary>What one training would take.</summary>
/// <param name="Encoder">The encoder; <c>-</c> where a checkpoint says it.</param>
/// <param name="Decoder">The decoder; <c>-</c> where a checkpoint says it.</param>
/// <param name="Parameters">All parameters, frozen ones included.</param>
/// <param name="Steps">Batches.</param>
/// <param name="Epochs">Epochs.</param>
/// <param name="Seconds">Seconds a step on this machine.</param>
internal sealed record TrainingPlanRow(string Encoder, string Decoder, long Parameters, long Steps, double Epochs, double Seconds)
{
    public double Hours => Steps * Seconds / 3600;
}
