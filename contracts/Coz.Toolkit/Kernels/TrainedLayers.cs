using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Coz.Toolkit.Kernels;

/// <summary>Linear layers with activations between them in one pass forth and one back, where gradients are wanted on the CPU in float32.</summary>
public static class TrainedLayers
{
    /// <summary>Applies layers, with a kernel where it serves (<see cref="KernelPath.Trains"/>). Differentiable once.</summary>
    /// <param name="owner">The module the layers belong to.</param>
    /// <param name="layers">The layers, with biases; the module keeps them.</param>
    /// <param name="activation">What stands between them.</param>
    /// <param name="isFirstActive">Whether it comes before the first too.</param>
    /// <param name="isLastActive">Whether it follows the last too.</param>
    /// <param name="input">(..., inputs); the caller keeps it.</param>
    /// <param name="output">(..., outputs); the caller disposes it. Null where the kernel does not serve.</param>
    /// <returns>Whether it served.</returns>
    public static bool TryApply(nn.Module owner, IReadOnlyList<Linear> layers, Activation activation, bool isFirstActive, bool isLastActive, Tensor input, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Tensor? output)
    {
        ArgumentNullException.ThrowIfNull(layers);
        output = layers.Count > 0 && KernelPath.Trains(owner, input)
            ? DenseFunction.Apply(input, [.. layers.Select(linear => ((Tensor)linear.weight, (Tensor)linear.bias!))], activation, isFirstActive, isLastActive)
            : null;
        return output is not null;
    }

    /// <summary>Applies layers that are not modules of their own: made of weights by operators, or with the weights of a convolution. Differentiable once.</summary>
    /// <param name="input">(..., inputs); the caller, who has asked <see cref="KernelPath.Trains"/>, keeps it.</param>
    /// <param name="layers">Weights (outputs, inputs) and biases, at least one; the caller keeps them.</param>
    /// <param name="activation">What stands between them.</param>
    /// <returns>(..., outputs); the caller disposes it.</returns>
    public static Tensor Apply(Tensor input, IReadOnlyList<(Tensor Weight, Tensor Bias)> layers, Activation activation)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(layers);
        return DenseFunction.Apply(input, layers, activation);
    }
}
