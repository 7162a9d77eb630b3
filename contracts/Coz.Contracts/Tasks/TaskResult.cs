using System.Text.Json.Nodes;

namespace Coz.Contracts;

/// <summary>What a task leaves its caller with.</summary>
/// <param name="Json">The result for machines: printed by <c>--json</c> after the run's folder. Owned by the result.</param>
/// <param name="Succeeded">False if the work was done in part only; the process then exits with 1.</param>
public sealed record TaskResult(JsonObject Json, bool Succeeded = true);
