namespace Coz.Contracts;

/// <summary>The run changed its state.</summary>
/// <param name="State">The new state.</param>
public sealed record StateEvent(RunState State) : RunEvent;
