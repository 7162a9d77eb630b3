using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Plugins.Upscale.Jobs;
using Coz.Plugins.Upscale.Pictures;
using Coz.Plugins.Upscale.Tiling;

namespace Coz.Plugins.Upscale.Memory;

/// <summary>Chooses the tiles of a picture so that the memory that is predicted for them stays within what is allowed.</summary>
internal sealed class TilePlanner
{
    // Around a tile of a model that looks at the whole picture: what is near matters more than what is far.
    private const int GlobalMargin = 32;

    // Alpha is interpolated with a kernel of this reach, whatever the model is.
    private const int AlphaReach = 2;

    // A picture this small takes less than this with every model there is, but for those that look at all of it.
    private const long Unmeasured = 1L << 30;

    private readonly SrModel _model;
    private readonly long _memory;
    private readonly int _side;
    private readonly Func<GridQueries, MemoryModel> _taken;

    /// <summary>Makes a planner.</summary>
    /// <param name="model">The model; the caller keeps it.</param>
    /// <param name="memory">Bytes that are allowed.</param>
    /// <param name="side">The side of a window that was asked for; 0 for none.</param>
    /// <param name="taken">What the model takes on a grid, measured when it is first needed.</param>
    /// <exception cref="UsageException">The side holds no more than the margins.</exception>
    public TilePlanner(SrModel model, long memory, int side, Func<GridQueries, MemoryModel> taken)
    {
        (_model, _memory, _side, _taken) = (model, memory, side, taken);
        Margin = Math.Max(AlphaReach, model.Reach.Pixels ?? ((model.Encoder?.Reach ?? 0).Pixels ?? GlobalMargin) + GlobalMargin);
        if (side > 0 && side < SmallestSide)
            throw new UsageException($"task:tile: a tile of {model.Name} has {SmallestSide} pixels a side at least, {Margin} of them a margin on each side; got {side}.");
    }

    /// <summary>LR pixels on each side of a tile.</summary>
    public int Margin { get; }

    /// <summary>Whether tiles change what the model gives.</summary>
    public bool IsInexact => _model.Reach.IsGlobal || _model.Decoder.Coupling == Coupling.WholeSet;

    // An output sample's centre, and one more where it lies on a pixel's edge: at any scale a window this long serves one.
    private int SmallestSide => (2 * Margin) + 3;

    /// <summary>Plans a picture.</summary>
    /// <exception cref="CozException">Even the smallest tiles need more memory than is allowed.</exception>
    public PlannedTiles Of(Job job, RenderWork work)
    {
        var grid = GridQueries.Whole(job.Source.Height, job.Source.Width, job.Result.Height, job.Result.Width);
        var shape = new TileShape(grid, job.Source.Height, job.Source.Width, Margin);
        if (_side > 0)
        {
            return shape.OfSide(_side) is var asked && work.FitsArrays(asked)
                ? new PlannedTiles(asked, null, null)
                : throw new UsageException($"task:tile: tiles of {_side} pixels a side make rows of more than 2 GiB from {job.Input}: choose smaller ones, or leave it out.");
        }

        if (job.Source.Pixels <= Calibration.LargestWindow && job.Result.Pixels <= TileRenderer.DefaultSlice && _memory >= Unmeasured && !IsInexact)
            return new PlannedTiles(shape.Whole, null, null);
        var taken = _taken(grid);
        var plan = shape.Best(plan => work.FitsArrays(plan) && taken.Predict(plan, work) <= _memory)
            ?? throw new CozException(Refusal(job, work, taken.Predict(shape.OfSide(1), work)));
        return new PlannedTiles(plan, taken.Predict(plan, work), taken);
    }

    private string Refusal(Job job, RenderWork work, long least) => work.EncoderBytes > 0
        ? $"{job.Input} needs at least {MemorySize.Show(least)} with this model, {MemorySize.Show(work.EncoderBytes)} of it for the encoder of {job.Format.Show()}, which holds the whole picture, and --memory allows {MemorySize.Show(_memory)}: allow more, or choose another format (--format png)."
        : $"{job.Input} needs at least {MemorySize.Show(least)} with this model, and --memory allows {MemorySize.Show(_memory)}: allow more.";
}
