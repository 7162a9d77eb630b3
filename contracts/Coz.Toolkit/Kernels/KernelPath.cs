using Coz.Contracts.Models;
using static TorchSharp.torch;

namespace Coz.Toolkit.Kernels;

/// <summary>When kernels stand in for operators.</summary>
public static class KernelPath
{
    /// <summary>
    /// Whether kernels serve a module on a map: float32 on the CPU, nothing that wants a gradient. Everything else goes by operators,
    /// which define the result.
    /// </summary>
    /// <param name="module">The decoder.</param>
    /// <param name="map">What it decodes.</param>
    /// <returns>True if kernels serve.</returns>
    public static bool Serves(nn.Module module, FeatureMap map)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(map);
        if (!IsPlain(map.Features) || !IsPlain(map.Image))
            return false;
        var parameters = module.parameters().ToList();
        return parameters.TrueForAll(IsPlain)
            && !(is_grad_enabled() && (map.Features.requires_grad || parameters.Exists(parameter => parameter.requires_grad)));
    }

    private static bool IsPlain(Tensor tensor) => tensor.dtype == ScalarType.Float32 && tensor.device_type == TorchSharp.DeviceType.CPU;
}
