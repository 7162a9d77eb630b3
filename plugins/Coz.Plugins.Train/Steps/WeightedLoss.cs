using Coz.Contracts.Models;

namespace Coz.Plugins.Train;

/// <summary>A loss and its factor.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Loss">The loss.</param>
/// <param name="Weight">The factor.</param>
internal sealed record WeightedLoss(string Name, TrainingLoss Loss, double Weight);
