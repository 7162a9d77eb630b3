using System.Globalization;
using System.Text.Json.Nodes;
using Coz.Contracts;
using Coz.Contracts.Models;
using static TorchSharp.torch;

namespace Coz.Plugins.Train;

/// <summary>Gathers a training state from what it is made of, and puts it back.</summary>
/// <param name="model">The model.</param>
/// <param name="optimizer">Its optimizer.</param>
/// <param name="average">The moving average of its weights; null if there is none.</param>
internal sealed class StateKeys(SrModel model, WeightOptimizer optimizer, MovingAverage? average)
{
    private const string Model = "model.";
    private const string Optimizer = "optimizer.";
    private const string Average = "average.";

    public TrainingState Gather(long step, JsonObject position)
    {
        position["optimizer_steps"] = new JsonObject(optimizer.Steps().Select(entry => KeyValuePair.Create(entry.Key.ToString(CultureInfo.InvariantCulture), (JsonNode?)entry.Value)));
        position["threads"] = get_num_threads();
        return new TrainingState(step, position,
        [
            .. model.State().Select(entry => KeyValuePair.Create(Model + entry.Key, entry.Value)),
            .. optimizer.State().Select(entry => KeyValuePair.Create(Optimizer + entry.Key, entry.Value)),
            .. (average?.Averages ?? []).Select((tensor, i) => KeyValuePair.Create(FormattableString.Invariant($"{Average}{i}"), tensor)),
        ]);
    }

    /// <exception cref="CozException">The state is of another model, optimizer or average.</exception>
    public void Restore(TrainingState state, string origin)
    {
        using var noGradient = no_grad();
        ModelState.Load(model.Encoder, model.Decoder, Under(state, Model), origin);
        var steps = state.Position["optimizer_steps"]!.AsObject().ToDictionary(entry => int.Parse(entry.Key, CultureInfo.InvariantCulture), entry => entry.Value!.GetValue<long>());
        optimizer.Load(Under(state, Optimizer).ToDictionary(), steps);
        var averages = Under(state, Average).ToDictionary();
        if (averages.Count != (average?.Averages.Count ?? 0))
            throw new CozException($"{origin} has {(averages.Count == 0 ? "no" : "a")} moving average of the weights: task:ema was changed. Start a new run, with 'init' set to the checkpoint.");
        for (var i = 0; i < averages.Count; i++)
            average!.Averages[i].copy_(averages[i.ToString(CultureInfo.InvariantCulture)]);
    }

    private static IEnumerable<KeyValuePair<string, Tensor>> Under(TrainingState state, string prefix) =>
        state.Tensors.Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(entry => KeyValuePair.Create(entry.Key[prefix.Length..], entry.Value));
}
