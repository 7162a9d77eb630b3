namespace Coz.Console.Ui.Experiments;

/// <summary>A line of a resolved experiment.</summary>
/// <param name="Text">The key and its value, or a remark.</param>
/// <param name="Origin">Where the value was set; empty for a remark.</param>
internal sealed record ResolvedLine(string Text, string Origin = "");
