using Coz.Contracts.Models;
using static TorchSharp.torch;

namespace Coz.Toolkit.Kernels;

/// <summary>When kernels stand in for operators: never where the environment says <c>COZ_KERNELS=off</c>.</summary>
public static class KernelPath
{
    /// <summary>The environment variable that switches all kernels off where it says <c>off</c>: to compare them with the operators.</summary>
    public const string Variable = "COZ_KERNELS";

    /// <summary>Whether this process goes by operators alone. It is read once: within a process the same inputs give the same bits.</summary>
    public static bool IsOff { get; } = string.Equals(Environment.GetEnvironmentVariable(Variable), "off", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Whether kernels serve a module on a map: float32 on the CPU, nothing that wants a gradient. Everything else goes by operators,
    /// which define the result.
    /// </summary>
    /// <param name="module">The decoder.</param>
    /// <param name="map">What it decodes.</param>
    /// <returns>True if kernels serve.</returns>
    public static bool Serves(nn.Module module, FeatureMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        return Serves(module, map.Features, map.Image);
    }

    /// <summary>Whether kernels serve a module on its inputs.</summary>
    /// <param name="module">The module.</param>
    /// <param name="inputs">What it is applied to.</param>
    /// <returns>True if kernels serve.</returns>
    public static bool Serves(nn.Module module, params Tensor[] inputs)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(inputs);
        if (!inputs.All(IsPlain))
            return false;
        var parameters = module.parameters().ToList();
        return parameters.TrueForAll(IsPlain)
            && !(is_grad_enabled() && (inputs.Any(input => input.requires_grad) || parameters.Exists(parameter => parameter.requires_grad)));
    }

    /// <summary>Whether kernels with a gradient serve a module on its inputs: float32 on the CPU, and something wants a gradient.</summary>
    /// <param name="module">The module.</param>
    /// <param name="inputs">What it is applied to.</param>
    /// <returns>True if they serve.</returns>
    public static bool Trains(nn.Module module, params Tensor[] inputs)
    {
        ArgumentNullException.ThrowIfNull(module);
        return Records(inputs) && module.parameters().All(parameter => IsPlain(parameter) && parameter.requires_grad);
    }

    /// <summary>Whether kernels with a gradient serve inputs without a module: float32 on the CPU while gradients are recorded.</summary>
    internal static bool Records(params Tensor[] inputs) => is_grad_enabled() && inputs.All(IsPlain);

    private static bool IsPlain(Tensor tensor) => !IsOff && tensor.dtype == ScalarType.Float32 && tensor.device_type == TorchSharp.DeviceType.CPU;
}
