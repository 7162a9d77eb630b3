namespace Coz.Toolkit;

/// <summary>What stands between the linear layers of a network.</summary>
public enum Activation
{
    /// <summary>max(x, 0).</summary>
    Relu,

    /// <summary>x times the normal distribution function of x, exact (erf), not its tanh approximation.</summary>
    Gelu,
}
