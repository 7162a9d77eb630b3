using Coz.Plugins.Checkpoints.Pickle;

namespace Coz.Plugins.Checkpoints.Official;

/// <summary>An official encoder or decoder, the part of ours that equals it, and its arguments.</summary>
/// <param name="Official">Its name in official specs.</param>
/// <param name="Ours">Our plugin's name.</param>
/// <param name="Arguments">Its arguments; a decoder's encoder_spec goes without saying.</param>
internal sealed record OfficialPart(string Official, string Ours, params OfficialArgument[] Arguments)
{
    /// <summary>Whether the arguments that have one value have it: what tells parts of one official name apart.</summary>
    /// <param name="arguments">A spec's args.</param>
    public bool Fits(PickleDict arguments) => Arguments.Where(argument => argument.Rule == ArgumentRule.Fixed)
        .All(argument => OfficialSpec.Find(arguments, argument.Path) is not { } given
            || ArgumentValue.AreEqual(ArgumentValue.FromPickle(given, argument.Value), argument.Value));
}
