namespace Coz.Contracts;

/// <summary>
/// Marks a property of a task's options as a section of its own at the top of the experiment (<c>data</c>, <c>models</c>,
/// <c>metrics</c>), beside <c>task</c>. Unmarked properties stand inside <c>task</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SectionAttribute : Attribute;
