using Coz.Contracts.Models;

namespace Coz.Plugins.Benchmark;

/// <summary>A loaded model and its name in tables.</summary>
/// <param name="Model">The model, on the run's device.</param>
/// <param name="Entry">Its name.</param>
internal sealed record Contestant(SrModel Model, Entry Entry)
{
    /// <summary>Whether it has run once, so that its times are its own.</summary>
    public bool IsWarm { get; set; }
}
