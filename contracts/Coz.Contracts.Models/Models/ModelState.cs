using static TorchSharp.torch;

namespace Coz.Contracts.Models;

/// <summary>Names the weights of an encoder and a decoder as checkpoints do, and loads them, all or nothing.</summary>
public static class ModelState
{
    /// <summary>The weights by name.</summary>
    /// <param name="encoder">Its keys get the prefix <c>encoder.</c>; may be null.</param>
    /// <param name="decoder">Its keys stay bare; may be null.</param>
    /// <returns>Names and tensors; the modules keep the tensors.</returns>
    public static IReadOnlyList<KeyValuePair<string, Tensor>> Of(Encoder? encoder, Decoder? decoder) =>
    [
        .. (encoder?.state_dict() ?? []).Select(entry => KeyValuePair.Create(Checkpoint.EncoderPrefix + entry.Key, entry.Value)),
        .. decoder?.state_dict() ?? [],
    ];

    /// <summary>Copies weights into the modules. Every key must be there, with its shape, and none beside them.</summary>
    /// <param name="encoder">The encoder; may be null.</param>
    /// <param name="decoder">The decoder; may be null.</param>
    /// <param name="state">Names and tensors; the caller keeps them.</param>
    /// <param name="origin">The file they come from, for messages.</param>
    /// <exception cref="CozException">A key is missing, unexpected or of another shape: nothing has been copied.</exception>
    public static void Load(Encoder? encoder, Decoder? decoder, IEnumerable<KeyValuePair<string, Tensor>> state, string origin)
    {
        var own = Of(encoder, decoder).ToDictionary();
        var given = new Dictionary<string, Tensor>();
        foreach (var (key, tensor) in state)
            given[key] = tensor;
        Refuse(origin, "lacks", own.Keys.Except(given.Keys), "give the checkpoint it was trained with; an encoder's weights may come from --encoder-from");
        Refuse(origin, "has no place for", given.Keys.Except(own.Keys), "it is of another model, or of other options");
        Refuse(origin, "has another shape in", own.Keys.Where(key => !own[key].shape.SequenceEqual(given[key].shape))
            .Select(key => $"{key} (expected {Shape(own[key])}, got {Shape(given[key])})"), "it is of another model, or of other options");
        using var noGradient = no_grad();
        foreach (var (key, tensor) in own)
            tensor.copy_(given[key]);
    }

    private static void Refuse(string origin, string what, IEnumerable<string> keys, string remedy)
    {
        var all = keys.ToList();
        if (all.Count == 0)
            return;
        var shown = string.Join(", ", all.Take(3)) + (all.Count > 3 ? $" and {all.Count - 3} more" : "");
        throw new CozException($"{origin} {what} {shown}: {remedy}.");
    }

    private static string Shape(Tensor tensor) => $"({string.Join(", ", tensor.shape)})";
}
