using System.Globalization;
using System.Text.Json.Nodes;
using Coz.Contracts;

namespace Coz.Plugins.Cost.Peak;

/// <summary>Measures the machine's peak alone.</summary>
[Plugin("cost-peak", Summary = "Measure the machine's peak: multiply-adds on all cores, between registers alone")]
public sealed class PeakTask : ExperimentTask
{
    /// <inheritdoc/>
    public override Task<TaskResult> RunAsync(IRunContext run, CancellationToken cancellationToken)
    {
        var peak = FmaPeak.Measure();
        run.Publish(new TableEvent("", ["GFLOP/s", "threads", "vector bits"],
            [[peak.ToString("0.0", CultureInfo.InvariantCulture), $"{FmaPeak.Threads}", $"{FmaPeak.VectorBits}"]]));
        return Task.FromResult(new TaskResult(new JsonObject { ["peak_gflops"] = peak, ["threads"] = FmaPeak.Threads, ["vector_bits"] = FmaPeak.VectorBits }));
    }
}
