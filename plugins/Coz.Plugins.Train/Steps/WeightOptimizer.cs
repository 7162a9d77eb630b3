using Coz.Contracts;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Coz.Plugins.Train;

/// <summary>
/// An optimizer over all weights of a model in the official order, frozen ones included: a weight's number in it, and so in a saved
/// state, is that of the official optimizer. Frozen weights have no state and never change.
/// </summary>
internal sealed class WeightOptimizer : IDisposable
{
    private readonly IReadOnlyList<Parameter> _weights;
    private readonly OptimizerHelper _optimizer;
    private readonly Muon? _muon;
    private readonly double _rate;

    public WeightOptimizer(IReadOnlyList<Parameter> weights, OptimizerOptions options)
    {
        (_weights, _rate) = (weights, options.Rate);
        var decay = options.WeightDecay ?? OptimizerOptions.DefaultWeightDecay(options.Name);
        _optimizer = options.Name switch
        {
            OptimizerKind.Adam => optim.Adam(weights, options.Rate, options.Beta1, options.Beta2, options.Epsilon, decay),
            OptimizerKind.AdamW or OptimizerKind.Muon => optim.AdamW(weights, options.Rate, options.Beta1, options.Beta2, options.Epsilon, decay),
            _ => optim.SGD(weights, options.Rate, options.Momentum, dampening: 0, decay, options.Nesterov),
        };
        _muon = options.Name == OptimizerKind.Muon ? new Muon(weights, decay) : null;
    }

    public double Rate => _optimizer.ParamGroups.First().LearningRate;

    /// <summary>Sets the rate to a part of the configured one.</summary>
    public void SetFactor(double factor)
    {
        foreach (var group in _optimizer.ParamGroups)
            group.LearningRate = _rate * factor;
    }

    /// <summary>
    /// Leaves no weight a gradient, not even of zeros, as PyTorch does since 2.0: a weight that a step does not reach (a later stage of a cascade)
    /// then stays where it is, whatever came before. So a resumed run need not know which weights had a gradient.
    /// </summary>
    public void ClearGradients()
    {
        foreach (var weight in _weights)
            weight.grad = null;
    }

    /// <summary>Moves the weights that have a gradient: Muon its matrices, whose gradients it takes away, then the optimizer of all the rest.</summary>
    public void Step()
    {
        _muon?.Step(Rate);
        _optimizer.step();
    }

    /// <summary>What it remembers of each weight, by the weight's number: the tensors stay its own.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> State() =>
        Memories().SelectMany(memory => memory.Tensors.Select(tensor => KeyValuePair.Create($"{memory.Index}.{tensor.Name}", tensor.Value))).Concat(_muon?.State() ?? []);

    /// <summary>The steps taken, by the weight's number.</summary>
    public IEnumerable<KeyValuePair<int, long>> Steps() => Memories().Select(memory => KeyValuePair.Create(memory.Index, memory.Steps));

    /// <summary>Takes back what <see cref="State"/> and <see cref="Steps"/> gave.</summary>
    /// <exception cref="CozException">It is not a state of this optimizer over these weights.</exception>
    public void Load(IReadOnlyDictionary<string, Tensor> state, IReadOnlyDictionary<int, long> steps)
    {
        using var noGradient = no_grad();
        var all = _optimizer.state_dict();
        foreach (var (key, momentum) in _muon?.State() ?? [])
            momentum.copy_(state.TryGetValue(key, out var saved) ? saved : throw Foreign(key.Split('.')[0]));
        foreach (var index in Trained())
        {
            var memory = all.State[index];
            if (memory is Adam.State adam)
                adam.step = StepsOf(index);
            else if (memory is AdamW.State adamW)
                adamW.step = StepsOf(index);
            else if (memory is SGD.State { momentum_buffer: null } sgd && state.TryGetValue($"{index}.momentum_buffer", out var buffer))
                sgd.momentum_buffer = buffer.clone().DetachFromDisposeScope();
            foreach (var (name, tensor) in TensorsOf(memory))
                tensor.copy_(state.TryGetValue($"{index}.{name}", out var saved) ? saved : throw Foreign($"{index}"));
        }

        long StepsOf(int index) => steps.TryGetValue(index, out var count) ? count : throw Foreign($"{index}");
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _muon?.Dispose();
    }

    private static CozException Foreign(string index) =>
        new($"The saved optimizer knows nothing of weight {index}: was the model or the optimizer changed? Start a new run, with 'init' set to the checkpoint.");

    private static IEnumerable<(string Name, Tensor Value)> TensorsOf(OptimizerState memory) => memory switch
    {
        Adam.State adam => [("exp_avg", adam.exp_avg), ("exp_avg_sq", adam.exp_avg_sq)],
        AdamW.State adam => [("exp_avg", adam.exp_avg), ("exp_avg_sq", adam.exp_avg_sq)],
        SGD.State { momentum_buffer: { } buffer } => [("momentum_buffer", buffer)],
        _ => [],
    };

    private static long StepsOf(OptimizerState memory) => memory switch { Adam.State adam => adam.step, AdamW.State adam => adam.step, _ => 0 };

    // Those that the optimizer has a memory of.
    private IEnumerable<int> Trained() => Enumerable.Range(0, _weights.Count).Where(i => _weights[i].requires_grad).Except(_muon?.Indices ?? []);

    private IEnumerable<(int Index, long Steps, IEnumerable<(string Name, Tensor Value)> Tensors)> Memories()
    {
        var all = _optimizer.state_dict();
        return Trained().Select(index => (index, StepsOf(all.State[index]), TensorsOf(all.State[index])));
    }
}
