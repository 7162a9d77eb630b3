namespace Coz.Contracts;

/// <summary>
/// A choice of one part with its options, bound and validated but not yet constructed. In JSON it is
/// <c>{ "name": "liif", ...options }</c> or, without options, the name alone.
/// </summary>
/// <typeparam name="T">The base class of the part's kind, for example Decoder.</typeparam>
/// <param name="Name">The part's name within its kind.</param>
/// <param name="Options">The part's options; null if it takes none.</param>
public sealed record Part<T>(string Name, PluginOptions? Options = null)
    where T : class;
