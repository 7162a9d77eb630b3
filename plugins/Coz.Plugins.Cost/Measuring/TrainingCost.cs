using System.Diagnostics;
using Coz.Contracts.Models;
using Coz.Toolkit;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Coz.Plugins.Cost.Measuring;

/// <summary>
/// A training step as the official recipes have it: 16 LR patches of 48x48, 2304 random output pixels of each, the decoder's own loss or
/// L1, backward, and Adam over encoder and decoder. Patches, queries and colours are seeded noise, made once and not timed.
/// </summary>
internal sealed class TrainingCost : IDisposable
{
    private const int Batch = 16;
    private const int Side = 48;
    private const int Queries = 2304;
    private const double LearningRate = 1e-4;

    private readonly SrModel _model;
    private readonly optim.Optimizer _optimizer;
    private readonly Tensor _patches;
    private readonly Tensor _colours;
    private readonly PointQueries _queries;

    /// <summary>Takes the model and makes the data.</summary>
    /// <param name="model">The model, whose weights each step changes; disposed with this.</param>
    /// <param name="scale">The scale of all patches.</param>
    /// <param name="seed">The seed of the data.</param>
    public TrainingCost(SrModel model, double scale, int seed)
    {
        _model = model;
        _model.Encoder!.train();
        _model.Decoder.train();
        _optimizer = optim.Adam(model.Parameters().Where(parameter => parameter.requires_grad), LearningRate);
        random.manual_seed(seed);
        _patches = rand(Batch, 3, Side, Side);
        _colours = (rand(Batch, Queries, 3) * 2) - 1;
        _queries = RandomPixels(ScaleRules.HrSide(Side, scale));
    }

    /// <summary>Runs one step.</summary>
    /// <returns>Seconds.</returns>
    public double Step()
    {
        var watch = Stopwatch.StartNew();
        using (NewDisposeScope())
        {
            _optimizer.zero_grad();
            using var map = _model.Encode(_patches);
            using var prepared = _model.Prepare(map);
            Loss(prepared).backward();
            _optimizer.step();
        }

        return watch.Elapsed.TotalSeconds;
    }

    public void Dispose()
    {
        _queries.Dispose();
        _colours.Dispose();
        _patches.Dispose();
        _optimizer.Dispose();
        _model.Dispose();
    }

    private static PointQueries RandomPixels(int side)
    {
        using var scope = NewDisposeScope();
        var pixels = GridQueries.Whole(Side, Side, side, side).ToPoints(Side, Side, 1, float32, CPU);
        var index = randint((long)side * side, Batch * Queries, int64);
        var coords = pixels.Coords[0].index_select(0, index).view(Batch, Queries, 2);
        var cells = pixels.Cells.narrow(1, 0, 1).expand(Batch, Queries, 2);
        return new PointQueries(coords.MoveToOuterDisposeScope(), cells.MoveToOuterDisposeScope());
    }

    private Tensor Loss(FeatureMap map) => _model.Decoder is ITrainingLoss own
        ? own.Loss(map, _queries, _colours)
        : F.l1_loss(_model.Decoder.Decode(map, _queries), _colours);
}
