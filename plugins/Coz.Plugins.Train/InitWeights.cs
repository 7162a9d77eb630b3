using Coz.Contracts;
using Coz.Contracts.Models;
using static TorchSharp.torch;

namespace Coz.Plugins.Train;

/// <summary>Takes what fits of a checkpoint's weights, and says key by key what does not.</summary>
internal static class InitWeights
{
    /// <summary>Copies the weights.</summary>
    /// <param name="model">The model, with a seed's weights.</param>
    /// <param name="given">The checkpoint; the caller keeps it.</param>
    /// <param name="path">Its file, for messages.</param>
    /// <param name="isEncoderOnly">Whether the decoder's weights are left out.</param>
    /// <param name="run">Is told of each weight that was not taken.</param>
    /// <exception cref="CozException">Nothing fits.</exception>
    public static void Copy(SrModel model, Checkpoint given, string path, bool isEncoderOnly, IRunContext run)
    {
        using var noGradient = no_grad();
        var own = Wanted(model.State());
        var wanted = Wanted(given.State);
        var there = wanted.ToDictionary();
        var taken = 0;
        foreach (var (key, tensor) in own)
        {
            if (!there.TryGetValue(key, out var other))
            {
                Tell($"{key} {Shape(tensor)} keeps the seed's weights: {path} lacks it");
            }
            else if (!other.shape.SequenceEqual(tensor.shape))
            {
                Tell($"{key} {Shape(tensor)} keeps the seed's weights: in {path} it is {Shape(other)}");
            }
            else
            {
                tensor.copy_(other);
                taken++;
            }
        }

        foreach (var (key, tensor) in wanted.Where(entry => own.All(mine => mine.Key != entry.Key)))
            Tell($"{key} {Shape(tensor)} of {path} is left out: the model has no place for it");
        if (taken == 0)
            throw new CozException($"task:init: no weight of {path} fits the model: it is of another kind.");
        run.Publish(new MessageEvent($"init: {taken} of {own.Count} tensors come from {path}"));

        List<KeyValuePair<string, Tensor>> Wanted(IEnumerable<KeyValuePair<string, Tensor>> state) =>
            [.. state.Where(entry => !isEncoderOnly || entry.Key.StartsWith(Checkpoint.EncoderPrefix, StringComparison.Ordinal))];

        void Tell(string text) => run.Publish(new MessageEvent($"init: {text}", IsWarning: true));
    }

    private static string Shape(Tensor tensor) => $"({string.Join(", ", tensor.shape)})";
}
