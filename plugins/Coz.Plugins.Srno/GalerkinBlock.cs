using Coz.Toolkit;
using Coz.Toolkit.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Coz.Plugins.Srno;

/// <summary>
/// Galerkin attention (SRNO, section 3.3): no softmax, so that keys and values of all queries meet first, in a small matrix a head, and
/// each query is multiplied by it after. That matrix is all that queries know of each other.
/// </summary>
internal sealed class GalerkinBlock : nn.Module
{
    private readonly Conv2d qkv_proj;
    private readonly Conv2d o_proj1;
    private readonly Conv2d o_proj2;
    private readonly HeadNorm kln;
    private readonly HeadNorm vln;
    private readonly int _heads;
    private readonly int _channels;

    public GalerkinBlock(int width, int heads)
        : base("block")
    {
        (_heads, _channels) = (heads, width / heads);
        qkv_proj = nn.Conv2d(width, 3 * width, 1);
        o_proj1 = nn.Conv2d(width, width, 1);
        o_proj2 = nn.Conv2d(width, width, 1);
        kln = new HeadNorm(heads, _channels);
        vln = new HeadNorm(heads, _channels);
        RegisterComponents();
    }

    /// <summary>The sum over queries (N, Q, width) of key times value: (N, heads, channels, channels).</summary>
    public Tensor Context(Tensor points)
    {
        using var scope = NewDisposeScope();
        var both = Project(points, first: 1, count: 2).unflatten(3, 2, _channels);
        var keys = kln.forward(both.select(3, 0));
        var values = vln.forward(both.select(3, 1));
        return matmul(keys.transpose(2, 3), values).MoveToOuterDisposeScope();
    }

    /// <summary>Attends with the mean of <see cref="Context"/> over all queries; (N, Q, width) to the same.</summary>
    public Tensor Attend(Tensor points, Tensor context)
    {
        using var scope = NewDisposeScope();
        var attended = matmul(Project(points, first: 0, count: 1), context).transpose(1, 2).flatten(2) + points;
        var changed = Pointwise.Apply(o_proj2, F.gelu(Pointwise.Apply(o_proj1, attended)));
        return (changed + points).MoveToOuterDisposeScope();
    }

    /// <summary>The numbers of keys and values, of all heads, as one layer.</summary>
    public PackedLayer KeysAndValues(VectorWidth vectors)
    {
        using var scope = NewDisposeScope();
        var (weight, bias) = Rows(first: 1, count: 2);
        return TensorMemory.Pack(weight, bias, vectors);
    }

    /// <summary>The normalisation of what <see cref="KeysAndValues"/> gives: factors, then summands.</summary>
    public float[] Norm()
    {
        using var scope = NewDisposeScope();
        return TensorMemory.Copy(cat([kln.Affine, vln.Affine], 2).transpose(0, 1));
    }

    /// <summary>
    /// Attention with a known context, and the projections after it, as two layers: with P the query's projection and C the context,
    /// o1 (C' (P x + p) + x) + b = o1 (C' P + 1) x + o1 C' p + b.
    /// </summary>
    /// <param name="context">(heads, channels, channels), float64: the mean over all queries; the caller keeps it.</param>
    public (PackedLayer First, PackedLayer Second) Folded(Tensor context, VectorWidth vectors)
    {
        using var scope = NewDisposeScope();
        var (weight, bias) = Rows(first: 0, count: 1);
        var width = _heads * _channels;
        var outer = o_proj1.weight!.detach().flatten(1).to(float64);

        // (width, heads, channels) of o1 times C': what o1 makes of each head's query.
        var query = einsum("ohv,hkv->ohk", outer.unflatten(1, _heads, _channels), context).flatten(1);
        var first = query.matmul(weight.detach().to(float64)) + outer;
        var constant = query.matmul(bias.detach().to(float64)) + o_proj1.bias!.detach().to(float64);
        return (TensorMemory.Pack(first.to(float32), constant.to(float32), vectors), TensorMemory.Pack(o_proj2.weight!, o_proj2.bias, vectors));
    }

    private (Tensor Weight, Tensor Bias) Rows(int first, int count)
    {
        var weight = qkv_proj.weight!.view(_heads, 3, _channels, -1).narrow(1, first, count).reshape(_heads * count * _channels, -1);
        return (weight, qkv_proj.bias!.view(_heads, 3, _channels).narrow(1, first, count).reshape(-1));
    }

    // The projection's rows are query, key and value of the first head, then of the next: (N, heads, Q, count * channels).
    private Tensor Project(Tensor points, int first, int count)
    {
        using var scope = NewDisposeScope();
        var (weight, bias) = Rows(first, count);
        return F.linear(points, weight, bias).unflatten(2, _heads, count * _channels).transpose(1, 2).MoveToOuterDisposeScope();
    }
}
