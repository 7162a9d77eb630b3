using static TorchSharp.torch;

namespace Coz.Contracts.Models;

/// <summary>
/// A checkpoint in neutral form: which model, and its weights by the names the official code gives them, encoder keys under
/// <c>encoder.</c>, decoder keys bare. An encoder alone has all its keys under <c>encoder.</c> too, and no decoder.
/// </summary>
/// <param name="Encoder">The encoder; null if the file has none or does not say.</param>
/// <param name="Decoder">The decoder; null if the file is an encoder's.</param>
/// <param name="State">The weights in the file's order; owned by the checkpoint.</param>
/// <param name="Epoch">The epoch it was written after; null if the file does not say.</param>
public sealed record Checkpoint(PartSpec? Encoder, PartSpec? Decoder, IReadOnlyList<KeyValuePair<string, Tensor>> State, int? Epoch = null) : IDisposable
{
    /// <summary>The prefix of an encoder's keys.</summary>
    public const string EncoderPrefix = "encoder.";

    /// <summary>What the reading format left behind, a line each (an optimizer's state, unknown entries); empty if nothing.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Disposes the weights.</summary>
    public void Dispose()
    {
        foreach (var (_, tensor) in State)
            tensor.Dispose();
    }
}
