namespace Coz.Contracts;

/// <summary>How far a piece of work is.</summary>
/// <param name="Name">The piece of work, for example <c>benchmark</c>; several may go on at once.</param>
/// <param name="Done">Units done.</param>
/// <param name="Total">Units in all; 0 if unknown.</param>
/// <param name="Detail">What is being worked on, for one line of text.</param>
public sealed record ProgressEvent(string Name, long Done, long Total, string Detail = "") : RunEvent;
