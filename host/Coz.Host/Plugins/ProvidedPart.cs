namespace Coz.Host.Plugins;

/// <summary>A part as a manifest promises it.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Name">Its name within the kind.</param>
/// <param name="Summary">One line.</param>
public sealed record ProvidedPart(string Kind, string Name, string Summary = "")
{
    /// <summary>The address: kind/name.</summary>
    public string Key => $"{Kind}/{Name}";
}
