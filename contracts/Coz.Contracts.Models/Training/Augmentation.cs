namespace Coz.Contracts.Models;

/// <summary>Changes training patches: their geometry, or their colours by what they show. A pure function of patch and random numbers.</summary>
[PluginKind("augmentation")]
public abstract class Augmentation
{
    /// <summary>Changes a patch. Safe to call from several threads.</summary>
    /// <param name="patch">The patch; it is consumed: disposed, or returned.</param>
    /// <param name="random">What is random of the change is drawn from this and nothing else.</param>
    /// <returns>The changed patch, LR, HR and grid still fitting each other; the caller disposes it.</returns>
    public abstract ImagePair Apply(ImagePair patch, SampleRandom random);
}
