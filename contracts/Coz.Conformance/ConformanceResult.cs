namespace Coz.Conformance;

/// <summary>The result of a check.</summary>
/// <param name="Check">The check's name.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Message">Why it failed or does not apply; empty if it holds.</param>
public sealed record ConformanceResult(string Check, ConformanceOutcome Outcome, string Message = "");
