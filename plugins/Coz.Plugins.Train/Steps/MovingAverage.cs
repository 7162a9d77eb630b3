using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Coz.Plugins.Train;

/// <summary>
/// The exponential moving average of a model's weights: average = d * average + (1 - d) * weight after every step. While n steps are few,
/// d is (1 + n) / (10 + n) instead of the decay, as TensorFlow's ExponentialMovingAverage has it: the random weights of the start are
/// then forgotten after a few steps, instead of lingering for several times 1 / (1 - decay).
/// </summary>
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

    /// <summary>Takes the weights in.</summary>
    /// <param name="steps">The steps before this one.</param>
    public void Update(long steps)
    {
        var decay = Math.Min(_decay, (1.0 + steps) / (10 + steps));
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        for (var i = 0; i < _weights.Count; i++)
            Averages[i].lerp_(_weights[i], 1 - decay);
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
