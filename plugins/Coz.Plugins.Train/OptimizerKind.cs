namespace Coz.Plugins.Train;

/// <summary>The optimizers, with torch's formulas.</summary>
public enum OptimizerKind
{
    /// <summary>Adam (Kingma and Ba, ICLR 2015).</summary>
    Adam,

    /// <summary>Adam with decoupled weight decay (Loshchilov and Hutter, ICLR 2019).</summary>
    AdamW,

    /// <summary>Stochastic gradient descent, with momentum if asked for.</summary>
    Sgd,

    /// <summary>Muon (Jordan et al., 2024) for what has matrices of weights, with torch's match_rms_adamw; AdamW for the rest.</summary>
    Muon,
}
