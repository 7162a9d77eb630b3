using Coz.Plugins.Checkpoints.Pickle;

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

    /// <summary>Whether the arguments that have one value have it: what tells parts of one official name apart.</summary>
    /// <param name="arguments">A spec's args.</param>
    public bool Fits(PickleDict arguments) => Arguments.Where(argument => argument.Rule == ArgumentRule.Fixed)
        .All(argument => OfficialSpec.Find(arguments, argument.Path) is not { } given
            || ArgumentValue.AreEqual(ArgumentValue.FromPickle(given, argument.Value), argument.Value));
}
