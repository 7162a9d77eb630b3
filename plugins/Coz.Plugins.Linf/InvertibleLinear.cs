using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Coz.Plugins.Linf;

/// <summary>y = W x + b with a square W, and back.</summary>
/// <remarks>
/// W starts as a random rotation. The official start, uniform over +-1/sqrt(8), is often close to singular, and eleven of them in a row
/// make an untrained model's output explode.
/// </remarks>
internal sealed class InvertibleLinear : nn.Module<Tensor, Tensor>
{
    private readonly Parameter bias;
    private readonly Parameter _weight;

    public InvertibleLinear(int channels)
        : base("linear")
    {
        bias = new Parameter(zeros(channels));
        _weight = new Parameter(nn.init.orthogonal_(empty(channels, channels)));
        RegisterComponents();
    }

    /// <summary>(channels): b.</summary>
    public Tensor Bias => bias;

    /// <summary>(..., channels) to (..., channels).</summary>
    public override Tensor forward(Tensor input) => F.linear(input, _weight, bias);

    /// <summary>The input that gives an output. The inverse is computed in float64: its error is not to grow from layer to layer.</summary>
    public Tensor Invert(Tensor output)
    {
        using var scope = NewDisposeScope();
        return F.linear(output - bias, InverseMatrix().to(output.dtype)).MoveToOuterDisposeScope();
    }

    /// <summary>(channels, channels), in the type of W: its inverse; the caller disposes it.</summary>
    public Tensor InverseMatrix()
    {
        using var scope = NewDisposeScope();
        return linalg.inv(_weight.to(float64)).to(_weight.dtype).MoveToOuterDisposeScope();
    }

    /// <summary>log |det W|: a scalar.</summary>
    public Tensor LogDeterminant()
    {
        using var scope = NewDisposeScope();
        var (_, log) = linalg.slogdet(_weight);
        return log.MoveToOuterDisposeScope();
    }
}
