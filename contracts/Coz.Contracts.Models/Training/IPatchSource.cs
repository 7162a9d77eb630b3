namespace Coz.Contracts.Models;

/// <summary>
/// Gives small LR-HR pairs cut out of larger ones, for training. A <see cref="PairSource"/> that implements it can be trained on; its
/// whole pairs serve validation and benchmarks.
/// </summary>
public interface IPatchSource
{
    /// <summary>The images or scenes that an epoch goes over once: at least 1. Known without reading pixels.</summary>
    /// <exception cref="CozException">A folder is missing or empty: the message names it.</exception>
    int Count { get; }

    /// <summary>Draws one scale for a whole batch, for recipes whose batches have one.</summary>
    /// <param name="random">What it is drawn from.</param>
    /// <returns>The scale, at least 1; null where scales follow from the images and cannot be chosen.</returns>
    double? DrawScale(SampleRandom random);

    /// <summary>Cuts a patch: a pure function of the request, the same on any thread and in any order. Safe to call from several threads.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>
    /// LR (1, 3, size, size), HR (1, 3, H, W), and the grid on which the HR pixels lie over the LR patch, sub-pixel offset and
    /// scale of each axis included. HR pixels may lie beyond the patch by less than one HR pixel. The caller disposes it.
    /// </returns>
    /// <exception cref="CozException">A file cannot be read, or is too small for the patch: the message names it.</exception>
    ImagePair LoadPatch(PatchRequest request, CancellationToken cancellationToken = default);
}
