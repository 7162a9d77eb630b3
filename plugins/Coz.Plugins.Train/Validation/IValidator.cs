using Coz.Contracts.Models;
using static TorchSharp.torch;

namespace Coz.Plugins.Train;

/// <summary>Scores a model while it is trained.</summary>
internal interface IValidator
{
    /// <summary>How the scores are measured, in a word.</summary>
    string Protocol { get; }

    /// <summary>Measures a model.</summary>
    /// <param name="model">The model, in evaluation mode.</param>
    /// <param name="show">Is given the first image of each scale: its pair, and the model's output (1, 3, H, W); both are the validator's.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>A score a scale, by scale.</returns>
    IReadOnlyList<ScaleScore> Run(SrModel model, Action<ImagePair, Tensor> show, CancellationToken cancellationToken);
}
