namespace Coz.Contracts;

/// <summary>
/// Names a class as a part that experiments can use. The class derives from one of the base classes marked with
/// <see cref="PluginKindAttribute"/>; the pair kind and name is its address, for example <c>decoder/liif</c>.
/// </summary>
/// <remarks>
/// The class has one public constructor. It may take its options (a record derived from <see cref="PluginOptions"/>), the
/// context of its kind (a decoder: its DecoderContext), and <see cref="IPartFactory"/>; nothing else is offered.
/// </remarks>
/// <param name="name">The name used in experiments: lower case, digits and dashes, unique among parts of its kind.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class PluginAttribute(string name) : Attribute
{
    /// <summary>The name used in experiments.</summary>
    public string Name { get; } = name;

    /// <summary>One line that says what the part is, shown by <c>coz list</c>.</summary>
    public string Summary { get; set; } = "";

    /// <summary>The publication the part implements, as a reader would cite it; empty if there is none.</summary>
    public string Paper { get; set; } = "";

    /// <summary>
    /// What the part does, in lines of up to 110 characters that a newcomer to the field understands; empty if nobody wrote it. The
    /// decoders of this repository have five: what it looks at, how it knows where the query is, what turns that into colour, what is
    /// special about it, when to choose it.
    /// </summary>
    public string[] Explanation { get; set; } = [];

    /// <summary>The authors' code that the part equals, as repository and commit; empty if there is none.</summary>
    public string Source { get; set; } = "";

    /// <summary>The licence of that code, by its usual name, or <c>no licence file seen</c>; empty if there is no such code.</summary>
    public string SourceLicense { get; set; } = "";

    /// <summary>Where the part differs from that code, a sentence each; empty if nowhere.</summary>
    public string[] Deviations { get; set; } = [];

    /// <summary>What whoever compares the part with its publication should know, a sentence each: a misprint, an oddity that is kept.</summary>
    public string[] Notes { get; set; } = [];

    /// <summary>
    /// What changes where a picture is cut into tiles, a sentence or two, for a decoder whose reach is the whole image or whose outputs
    /// depend on each other; empty for others, whose tiles equal the whole.
    /// </summary>
    public string Tiling { get; set; } = "";

    /// <summary>Options that deserve a row of their own in tables, each written <c>key=value</c> as for <c>--set</c>.</summary>
    public string[] Variants { get; set; } = [];
}
