namespace Coz.Toolkit.Kernels;

/// <summary>Where activations stand in a stack of layers.</summary>
/// <param name="Activation">What stands between the layers.</param>
/// <param name="IsFirstActive">Whether it comes before the first layer too.</param>
/// <param name="IsLastActive">Whether it follows the last.</param>
internal sealed record DenseShape(Activation Activation, bool IsFirstActive, bool IsLastActive);
