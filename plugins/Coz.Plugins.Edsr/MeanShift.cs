using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Coz.Plugins.Edsr;

/// <summary>The mean shift that official EDSR files store: a 1 x 1 convolution that adds or takes DIV2K's mean colour.</summary>
internal static class MeanShift
{
    private static readonly double[] Mean = [0.4488, 0.4371, 0.4040];

    public static Conv2d Create(double range, int sign)
    {
        var shift = nn.Conv2d(3, 3, 1);
        using (no_grad())
        {
            using var identity = eye(3, 3);
            using var weight = identity.view(3, 3, 1, 1);
            using var bias = tensor([.. Mean.Select(mean => sign * range * mean)], float32);
            shift.weight.copy_(weight);
            shift.bias!.copy_(bias);
        }

        foreach (var parameter in shift.parameters())
            parameter.requires_grad = false;
        return shift;
    }
}
