namespace Coz.Contracts;

/// <summary>
/// Marks an abstract base class of the contracts as a kind of part. A part's kind is that of the nearest marked base class.
/// A new kind needs nothing else: the host knows kinds by this mark only.
/// </summary>
/// <param name="kind">The kind's name in manifests and keys: singular, lower case, for example <c>decoder</c>.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = true)]
public sealed class PluginKindAttribute(string kind) : Attribute
{
    /// <summary>The kind's name: singular, lower case.</summary>
    public string Kind { get; } = kind;

    /// <summary>
    /// The key by which a section of an experiment names the part: <c>name</c>. A kind whose sections need <c>name</c> for something
    /// else (a pair source: the data set's name in tables) says another; <c>name</c> then still names the part where that key is missing.
    /// </summary>
    public string Key { get; set; } = "name";
}
