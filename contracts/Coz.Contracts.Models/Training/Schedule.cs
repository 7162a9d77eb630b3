using System.Text.Json.Nodes;

namespace Coz.Contracts.Models;

/// <summary>The learning rate over a training run: planned from the start, or lowered by what validation says.</summary>
[PluginKind("schedule")]
public abstract class Schedule
{
    /// <summary>The factor on the optimizer's own learning rate at one step.</summary>
    /// <param name="point">Where the run stands.</param>
    /// <returns>The factor: above 0, finite.</returns>
    public abstract double FactorAt(TrainingPoint point);

    /// <summary>Tells of a validation. What follows from it holds from the next step on.</summary>
    /// <param name="score">The score: higher is better (PSNR in dB).</param>
    /// <param name="point">When it was taken.</param>
    public virtual void Observe(double score, TrainingPoint point)
    {
    }

    /// <summary>What the schedule has to remember so that a resumed run goes on as if it had not been interrupted.</summary>
    /// <returns>A new object, owned by the caller; empty where steps alone decide.</returns>
    public virtual JsonObject Save() => [];

    /// <summary>Takes back what <see cref="Save"/> gave.</summary>
    /// <param name="state">The state; the caller keeps it.</param>
    /// <exception cref="CozException">It is not a state of this schedule.</exception>
    public virtual void Load(JsonObject state)
    {
    }
}
