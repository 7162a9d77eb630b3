using Coz.Toolkit;
using Coz.Toolkit.Kernels;
using static TorchSharp.torch;

namespace Coz.Plugins.CiaoSr;

/// <summary>CiaoSR's networks as <see cref="PairKernel"/> reads them.</summary>
internal sealed class PairWeights
{
    public PairWeights(Mlp query, Mlp key, Mlp value, VectorWidth width)
    {
        KeyHidden = Hidden(key, width);
        ValueHidden = Hidden(value, width);
        ValueLast = TensorMemory.Pack(value.Linears[^1].weight, value.Linears[^1].bias, width);
        Colour = new DenseStack(query.Linears, Activation.Relu, isLastActive: false, width);
        (Keys, Values) = ((int)key.Linears[^1].weight.shape[0], ValueLast.Outputs);
        KeyWidth = (int)key.Linears[^1].weight.shape[1];

        // Takes (query times key) to the inner product's vector, and to its constant.
        using var likeness = cat([key.Linears[^1].weight.detach().t(), key.Linears[^1].bias!.detach().unsqueeze(0)]);
        Likeness = TensorMemory.Pack(likeness, null, width);
    }

    /// <summary>The key network's layers between its first and its last.</summary>
    public DenseStack KeyHidden { get; }

    /// <summary>The value network's layers between its first and its last.</summary>
    public DenseStack ValueHidden { get; }

    /// <summary>The value network's last layer.</summary>
    public PackedLayer ValueLast { get; }

    /// <summary>The network that ends in RGB.</summary>
    public DenseStack Colour { get; }

    /// <summary>(query times key) to a pair's vector and constant.</summary>
    public PackedLayer Likeness { get; }

    /// <summary>Numbers of a key.</summary>
    public int Keys { get; }

    /// <summary>Numbers of a value.</summary>
    public int Values { get; }

    /// <summary>The key network's last hidden numbers.</summary>
    public int KeyWidth { get; }

    /// <summary>From pair to pair.</summary>
    public int PairStride => Likeness.Stride;

    /// <summary>From row to row of what the value network gives.</summary>
    public int ValueStride => ValueLast.Stride;

    /// <summary>Whether the kernel serves networks of these sizes: whole vectors of any width between their layers.</summary>
    public static bool Serve(int channels, params IReadOnlyList<int>[] hiddenLists) =>
        channels % Lanes512.Count == 0 && hiddenLists.All(widths => widths.Count > 0 && widths.All(width => width % Lanes512.Count == 0));

    private static DenseStack Hidden(Mlp network, VectorWidth width) =>
        new(network.Linears.Skip(1).SkipLast(1), Activation.Relu, isLastActive: true, width);
}
