namespace Coz.Plugins.Checkpoints.Official;

/// <summary>An official encoder or decoder, the part of ours that equals it, and its arguments.</summary>
/// <param name="Official">Its name in official specs.</param>
/// <param name="Ours">Our plugin's name.</param>
/// <param name="Arguments">Its arguments; a decoder's encoder_spec goes without saying.</param>
internal sealed record OfficialPart(string Official, string Ours, params OfficialArgument[] Arguments);
