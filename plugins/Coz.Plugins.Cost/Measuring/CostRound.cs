using System.Text.Json.Nodes;

namespace Coz.Plugins.Cost.Measuring;

/// <summary>One round: the machine's peak, then seconds; null for what was not run.</summary>
/// <param name="Peak">GFLOP a second.</param>
/// <param name="Encode">The encoder.</param>
/// <param name="Prepare">What the decoder does once an image.</param>
/// <param name="Points">Prepare, and all queries as points in chunks.</param>
/// <param name="Grid">Prepare, and the decoder's grid path.</param>
/// <param name="TrainStep">A training step.</param>
internal sealed record CostRound(double Peak, double Encode, double Prepare, double? Points, double? Grid, double? TrainStep)
{
    public JsonObject ToJson() => new()
    {
        ["peak_gflops"] = Peak,
        ["encode_s"] = Encode,
        ["prepare_s"] = Prepare,
        ["points_s"] = Points,
        ["grid_s"] = Grid,
        ["train_step_s"] = TrainStep,
    };
}
