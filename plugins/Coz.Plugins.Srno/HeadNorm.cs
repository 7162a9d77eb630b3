using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Coz.Plugins.Srno;

/// <summary>
/// Normalises the channels of each head: (x - mean) / (std + 1e-5), with the unbiased standard deviation and the constant outside of the
/// root, which is not what PyTorch's layer norm does.
/// </summary>
internal sealed class HeadNorm : nn.Module<Tensor, Tensor>
{
    private const double Epsilon = 1e-5;
    private readonly Parameter weight;
    private readonly Parameter bias;

    public HeadNorm(int heads, int channels)
        : base("norm")
    {
        weight = new Parameter(ones(heads, 1, channels));
        bias = new Parameter(zeros(heads, 1, channels));
        RegisterComponents();
    }

    /// <summary>(heads, 2, channels): factors and summands.</summary>
    public Tensor Affine => cat([weight, bias], 1).detach();

    /// <summary>(N, heads, Q, channels) to the same.</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var spread = input.std([-1L], unbiased: true, keepdim: true);
        var normal = (input - input.mean([-1L], keepdim: true)) / (spread + Epsilon);
        return ((weight * normal) + bias).MoveToOuterDisposeScope();
    }
}
