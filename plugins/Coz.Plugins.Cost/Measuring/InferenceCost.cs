using System.Diagnostics;
using Coz.Contracts.Models;
using Coz.Toolkit;
using static TorchSharp.torch;

namespace Coz.Plugins.Cost.Measuring;

/// <summary>The parts of a render, each timed from its inputs to its output. The weights are seeded, the image is noise.</summary>
internal sealed class InferenceCost : IDisposable
{
    private readonly SrModel _model;
    private readonly Tensor _image;
    private readonly GridQueries _grid;

    /// <summary>Takes the model.</summary>
    /// <param name="model">The model; disposed with this.</param>
    /// <param name="size">The LR size.</param>
    /// <param name="scale">The scale.</param>
    /// <param name="seed">The seed of the image.</param>
    public InferenceCost(SrModel model, LrSize size, double scale, int seed)
    {
        _model = model;
        _grid = GridQueries.Whole(size.Height, size.Width, ScaleRules.HrSide(size.Height, scale), ScaleRules.HrSide(size.Width, scale));
        random.manual_seed(seed);
        _image = rand(1, 3, size.Height, size.Width);
    }

    /// <summary>Whether queries may be cut into chunks of points at all.</summary>
    public bool HasPoints => _model.Decoder.Coupling == Coupling.Independent;

    /// <summary>Encodes.</summary>
    /// <returns>The map, which the caller disposes, and the seconds.</returns>
    public (FeatureMap Map, double Seconds) Encode()
    {
        using var noGradient = no_grad();
        var watch = Stopwatch.StartNew();
        var map = _model.Encode(_image);
        return (map, watch.Elapsed.TotalSeconds);
    }

    public double Prepare(FeatureMap map) => Time(map, _ => null);

    /// <summary>Prepare and the grid path, whichever the decoder has.</summary>
    public double Grid(FeatureMap map) => Time(map, prepared => _model.Decoder.Decode(prepared, _grid));

    /// <summary>Prepare and the grid as the base class has it: chunk after chunk of points, also where the decoder has a grid path of its own.</summary>
    public double Points(FeatureMap map) => Time(map, InChunks);

    public void Dispose()
    {
        _image.Dispose();
        _model.Dispose();
    }

    private double Time(FeatureMap map, Func<FeatureMap, Tensor?> decode)
    {
        using var noGradient = no_grad();
        var watch = Stopwatch.StartNew();
        using var prepared = _model.Prepare(map);
        using var output = decode(prepared);
        return watch.Elapsed.TotalSeconds;
    }

    private Tensor InChunks(FeatureMap map)
    {
        using var scope = NewDisposeScope();
        var output = empty(map.Batch, _grid.Count, 3, map.Features.dtype, map.Features.device);
        for (var first = 0L; first < _grid.Count; first += Decoder.DefaultChunk)
        {
            using var inner = NewDisposeScope();
            var count = Math.Min(Decoder.DefaultChunk, _grid.Count - first);
            using var points = _grid.ToPoints(map.Height, map.Width, map.Batch, map.Features.dtype, map.Features.device, first, count);
            output.narrow(1, first, count).copy_(_model.Decoder.Decode(map, points));
        }

        return output.view(map.Batch, _grid.Rows.Count, _grid.Columns.Count, 3).permute(0, 3, 1, 2).contiguous().MoveToOuterDisposeScope();
    }
}
