namespace Coz.Contracts;

/// <summary>A record that may stand in JSON as a single string instead of an object.</summary>
/// <typeparam name="TSelf">The record itself.</typeparam>
public interface IShortForm<TSelf>
    where TSelf : IShortForm<TSelf>
{
    /// <summary>Reads the short form.</summary>
    /// <param name="text">The string.</param>
    /// <param name="baseFolder">The folder against which a relative path in it resolves.</param>
    /// <returns>The record.</returns>
    /// <exception cref="FormatException">The text is none; the message says what is expected.</exception>
    static abstract TSelf FromShortForm(string text, string baseFolder);
}
