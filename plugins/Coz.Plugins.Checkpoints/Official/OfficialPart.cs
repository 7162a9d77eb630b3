namespace Coz.Plugins.Checkpoints.Official;

/// <summary>An official encoder or decoder, the part of ours that equals it, and its arguments.</summary>
/// <param name="Official">Its name in official specs.</param>
/// <param name="Ours">Our plugin's name.</param>
/// <param name="Arguments">Its arguments; the one that holds a decoder's encoder goes without saying.</param>
internal sealed record OfficialPart(string Official, string Ours, params OfficialArgument[] Arguments)
{
    /// <summary>For a decoder that is bound to one encoder with names of its own: that encoder, and how its weights are called.</summary>
    public (OfficialPart Part, KeyMap Keys)? OwnEncoder { get; init; }

    /// <summary>The argument that holds a decoder's encoder.</summary>
    public string EncoderKey => OwnEncoder is null ? "encoder_spec" : "encoder";
}
