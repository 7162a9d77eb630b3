namespace Coz.Host.Parts;

/// <summary>What binding has to know of parts.</summary>
public interface IPartTypes
{
    /// <summary>The names of the parts of a kind.</summary>
    IEnumerable<string> Names(string kind);

    /// <summary>Why a part cannot be used, in a line; null if it can.</summary>
    string? Unavailable(string kind, string name);

    /// <summary>The options record of an available part; null if it takes none.</summary>
    Type? OptionsOf(string kind, string name);
}
