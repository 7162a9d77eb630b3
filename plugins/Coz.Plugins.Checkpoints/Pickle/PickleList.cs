namespace Coz.Plugins.Checkpoints.Pickle;

/// <summary>A list.</summary>
internal sealed class PickleList
{
    public List<object?> Items { get; init; } = [];
}
