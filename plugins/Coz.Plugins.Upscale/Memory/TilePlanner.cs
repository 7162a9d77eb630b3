using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Plugins.Upscale.Jobs;
using Coz.Plugins.Upscale.Tiling;

namespace Coz.Plugins.Upscale.Memory;

/// <summary>Chooses the tiles of a picture so that the memory that is predicted for them stays within what is allowed.</summary>
/// <param name="model">The model; the caller keeps it.</param>
/// <param name="memory">Bytes that are allowed.</param>
/// <param name="side">The side of a window that was asked for; 0 for none.</param>
/// <param name="taken">What the model takes, measured when it is first needed.</param>
internal sealed class TilePlanner(SrModel model, long memory, int side, Lazy<MemoryModel> taken)
{
    // Around a tile of a model that looks at the whole picture: what is near matters more than what is far.
    private const int GlobalMargin = 32;

    // Alpha is interpolated with a kernel of this reach, whatever the model is.
    private const int AlphaReach = 2;

    // A picture this small takes less than this with every model there is.
    private const long Unmeasured = 1L << 30;

    /// <summary>LR pixels on each side of a tile.</summary>
    public int Margin { get; } = Math.Max(AlphaReach, model.Reach.Pixels ?? ((model.Encoder?.Reach ?? 0).Pixels ?? GlobalMargin) + GlobalMargin);

    /// <summary>Whether tiles change what the model gives.</summary>
    public bool IsInexact => model.Reach.IsGlobal || model.Decoder.Coupling == Coupling.WholeSet;

    /// <summary>Plans a picture.</summary>
    /// <returns>The tiles, and the bytes that they are predicted to need; null where nothing was measured.</returns>
    /// <exception cref="CozException">Even the smallest tiles need more memory than is allowed.</exception>
    public (TilePlan Plan, long? Predicted) Of(Job job, RenderWork work)
    {
        var grid = GridQueries.Whole(job.Source.Height, job.Source.Width, job.Result.Height, job.Result.Width);
        var shape = new TileShape(grid, job.Source.Height, job.Source.Width, Margin);
        if (side > 0)
            return (shape.OfSide(side), null);
        if (job.Source.Pixels <= Calibration.LargestWindow && job.Result.Pixels <= TileRenderer.DefaultSlice && memory >= Unmeasured)
            return (shape.Whole, null);
        var plan = shape.Best(plan => taken.Value.Predict(plan, work) <= memory)
            ?? throw new CozException($"{job.Input} needs at least {MemorySize.Show(taken.Value.Predict(shape.OfSide(1), work))} with this model, and --memory allows {MemorySize.Show(memory)}: allow more.");
        return (plan, taken.Value.Predict(plan, work));
    }
}
