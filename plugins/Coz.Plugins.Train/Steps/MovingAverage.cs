using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Coz.Plugins.Train;

/// <summary>The exponential moving average of a model's weights: average = decay * average + (1 - decay) * weight after every step.</summary>
internal sealed class MovingAverage : IDisposable
{
    private readonly IReadOnlyList<Parameter> _weights;
    private readonly double _decay;

    public MovingAverage(IReadOnlyList<Parameter> weights, double decay)
    {
        using var noGradient = no_grad();
        (_weights, _decay) = (weights, decay);
        Averages = [.. weights.Select(weight => weight.detach().clone().DetachFromDisposeScope())];
    }

    /// <summary>The averages, in the order of the weights.</summary>
    public IReadOnlyList<Tensor> Averages { get; }

    public void Update()
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        for (var i = 0; i < _weights.Count; i++)
            Averages[i].lerp_(_weights[i], 1 - _decay);
    }

    /// <summary>Puts the averages where the weights are, and the weights where the averages are. Doing it twice changes nothing.</summary>
    public void Swap()
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        for (var i = 0; i < _weights.Count; i++)
        {
            var weight = _weights[i].clone();
            _weights[i].copy_(Averages[i]);
            Averages[i].copy_(weight);
        }
    }

    public void Dispose()
    {
        foreach (var average in Averages)
            average.Dispose();
    }
}
