using System.Text.Json.Nodes;

namespace Coz.Contracts;

/// <summary>Finds, binds and constructs parts. The host implements it over the loaded plugins.</summary>
public interface IPartFactory
{
    /// <summary>Lists the available parts of a kind, by name.</summary>
    /// <typeparam name="T">The base class of the kind.</typeparam>
    /// <returns>One entry a part, sorted by name; empty if there is none.</returns>
    IReadOnlyList<PartInfo> List<T>()
        where T : class;

    /// <summary>Chooses a part and binds its options.</summary>
    /// <typeparam name="T">The base class of the kind.</typeparam>
    /// <param name="name">The part's name.</param>
    /// <param name="options">Option values by their snake_case keys; null for the defaults. Not changed, not kept.</param>
    /// <param name="origin">Where the choice was made (a file, a command-line argument): for error messages, and the base of relative paths if it is a file.</param>
    /// <returns>The choice, with validated options.</returns>
    /// <exception cref="CozException">The name is unknown (the nearest one is named), or an option is unknown, of the wrong type or out of its range.</exception>
    Part<T> Bind<T>(string name, JsonObject? options = null, string origin = "")
        where T : class;

    /// <summary>Constructs a part. The caller owns it.</summary>
    /// <typeparam name="T">The base class of the kind.</typeparam>
    /// <param name="part">The choice.</param>
    /// <param name="context">Objects its constructor may take by type, for example a DecoderContext.</param>
    /// <returns>A new instance.</returns>
    /// <exception cref="CozException">The name is unknown, or the constructor failed.</exception>
    T Create<T>(Part<T> part, params object[] context)
        where T : class;
}
