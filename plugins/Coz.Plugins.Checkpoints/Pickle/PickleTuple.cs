namespace Coz.Plugins.Checkpoints.Pickle;

/// <summary>A tuple.</summary>
internal sealed record PickleTuple(IReadOnlyList<object?> Items);
