using Coz.Toolkit.Kernels;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Coz.Toolkit;

/// <summary>
/// Linear layers with an activation between them, with the state-dict keys of LIIF's: <c>layers.0</c>, <c>layers.2</c>, ...
/// </summary>
public sealed class Mlp : nn.Module<Tensor, Tensor>
{
    private readonly Sequential layers;
    private readonly List<Linear> _linears = [];
    private readonly Activation _activation;

    /// <summary>Makes the layers, with PyTorch's default initialisation.</summary>
    /// <param name="inputs">Numbers in.</param>
    /// <param name="outputs">Numbers out.</param>
    /// <param name="hiddenList">The widths of the layers between; may be empty.</param>
    /// <param name="activation">What stands between the layers.</param>
    public Mlp(int inputs, int outputs, IReadOnlyList<int> hiddenList, Activation activation = Activation.Relu)
        : base("mlp")
    {
        ArgumentNullException.ThrowIfNull(hiddenList);
        _activation = activation;
        var modules = new List<nn.Module<Tensor, Tensor>>();
        var width = inputs;
        foreach (var next in hiddenList.Append(outputs))
        {
            if (modules.Count > 0)
                modules.Add(activation == Activation.Gelu ? nn.GELU() : nn.ReLU());
            _linears.Add(nn.Linear(width, next));
            modules.Add(_linears[^1]);
            width = next;
        }

        layers = nn.Sequential(modules);
        RegisterComponents();
    }

    /// <summary>The linear layers, first to last; the network keeps them.</summary>
    public IReadOnlyList<Linear> Linears => _linears;

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        if (TrainedLayers.TryApply(this, _linears, _activation, isFirstActive: false, isLastActive: false, input, out var trained))
            return trained;
        using var first = _linears[0].forward(input);
        return AfterFirst(first);
    }

    /// <summary>
    /// The network without its first linear layer, for a caller that computes that one in a cheaper way (once a pixel instead of once a query).
    /// </summary>
    /// <param name="first">(..., width): what the first linear layer gives, before its activation; the caller keeps it.</param>
    /// <returns>(..., outputs); the caller disposes it.</returns>
    public Tensor AfterFirst(Tensor first)
    {
        if (TrainedLayers.TryApply(this, [.. _linears.Skip(1)], _activation, isFirstActive: true, isLastActive: false, first, out var trained))
            return trained;
        using var scope = NewDisposeScope();
        var output = first.alias();
        foreach (var linear in _linears.Skip(1))
        {
            using var previous = output;
            using var active = _activation == Activation.Gelu ? F.gelu(previous) : F.relu(previous);
            output = linear.forward(active);
        }

        return output.MoveToOuterDisposeScope();
    }
}
