namespace Coz.Contracts.Models;

/// <summary>Where a training run stands before a step.</summary>
/// <param name="Step">Optimizer steps done so far.</param>
/// <param name="Epoch">Epochs done so far, the part of the running one included.</param>
/// <param name="Steps">All steps of the run as planned.</param>
/// <param name="Epochs">All its epochs.</param>
public readonly record struct TrainingPoint(long Step, double Epoch, long Steps, double Epochs);
