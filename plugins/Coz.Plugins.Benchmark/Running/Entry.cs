namespace Coz.Plugins.Benchmark;

/// <summary>A model as tables name it.</summary>
/// <param name="Name">The short name, or the checkpoint's file name with a short hash.</param>
/// <param name="Encoder">The encoder's name; <c>none</c> for an interpolation.</param>
/// <param name="Decoder">The decoder's name; an interpolation's own.</param>
/// <param name="Trained">True with a checkpoint's weights, false with a seed's, null without weights.</param>
/// <param name="Ensemble"><c>x8</c> with the self-ensemble, else <c>none</c>.</param>
/// <param name="Parameters">All parameters, frozen ones included.</param>
internal sealed record Entry(string Name, string Encoder, string Decoder, bool? Trained, string Ensemble, long Parameters)
{
    /// <summary>The name for readers, with the marks they need.</summary>
    public string Title => Name + (Ensemble == Label.NoEnsemble ? "" : $" ({Ensemble})") + (Trained == false ? " (untrained)" : "");
}
