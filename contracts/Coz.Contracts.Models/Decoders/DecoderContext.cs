namespace Coz.Contracts.Models;

/// <summary>What a decoder's constructor is told of the model it becomes a part of.</summary>
/// <param name="Channels">The encoder's feature channels C; 3 where the decoder reads the image alone.</param>
public sealed record DecoderContext(int Channels) : IPartContext<DecoderContext>
{
    /// <inheritdoc/>
    public static DecoderContext Example => new(64);
}
