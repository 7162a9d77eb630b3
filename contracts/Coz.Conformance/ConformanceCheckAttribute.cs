namespace Coz.Conformance;

/// <summary>Marks a method as a check: its name, with spaces for underscores, is the sentence that holds. It returns a Task and takes a CancellationToken.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ConformanceCheckAttribute : Attribute;
