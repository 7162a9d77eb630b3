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
}
