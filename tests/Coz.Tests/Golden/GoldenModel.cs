using Coz.Contracts.Models;
using Coz.Tests.Support;
using Coz.Toolkit;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Coz.Tests.Golden;

/// <summary>The model of a golden folder, or its encoder alone, called as the official code calls it.</summary>
internal sealed class GoldenModel : IDisposable
{
    private readonly Encoder _encoder;
    private readonly Decoder? _decoder;

    private GoldenModel(Encoder encoder, Decoder? decoder) => (_encoder, _decoder) = (encoder, decoder);

    public static GoldenModel Load(GoldenFolder folder)
    {
        var factory = new ModelFactory(new TestParts());
        if (folder.IsEncoder)
            return new GoldenModel(factory.CreateEncoder(folder.Checkpoint ?? folder.Model, folder.EncoderFrom), null);
        var model = factory.Load(folder.Checkpoint!, folder.EncoderFrom);
        return new GoldenModel(model.Encoder!, model.Decoder);
    }

    /// <summary>Parameters by their names in official files: an encoder alone has no prefix.</summary>
    public IEnumerable<(string Name, Parameter Parameter)> Parameters() => _decoder is null
        ? _encoder.named_parameters()
        : [.. _encoder.named_parameters().Select(entry => (Checkpoint.EncoderPrefix + entry.name, entry.parameter)), .. _decoder.named_parameters()];

    public Tensor Predict(SafetensorsContent tensors, string caseName)
    {
        using var scope = NewDisposeScope();
        return PredictStages(tensors, caseName)[^1].MoveToOuterDisposeScope();
    }

    /// <summary>Every stage's output on the earlier grids that a case gives; the output alone where it gives none.</summary>
    public IReadOnlyList<Tensor> PredictStages(SafetensorsContent tensors, string caseName)
    {
        using var scope = NewDisposeScope();
        var image = tensors[$"{caseName}.inp"];
        if (_decoder is null)
            return [_encoder.forward(image).MoveToOuterDisposeScope()];
        using var map = _encoder.Encode(image);
        using var prepared = _decoder.Prepare(map);
        var coords = tensors[$"{caseName}.coord"].flatten(1, -2);
        var cells = tensors[$"{caseName}.cell"];
        var queries = new PointQueries(coords, cells.dim() == 3 ? cells : cells.unsqueeze(1).expand_as(coords));
        var grids = Grids(tensors, caseName, map);
        if (_decoder is not IStaged staged || grids.Count == 0)
            return [_decoder.Decode(prepared, queries).MoveToOuterDisposeScope()];
        return [.. staged.DecodeStages(prepared, queries, grids).Select(stage => stage.MoveToOuterDisposeScope())];
    }

    public Tensor Loss(SafetensorsContent tensors)
    {
        using var scope = NewDisposeScope();
        return (Predict(tensors, "A") - tensors["A.l1_target"]).abs().mean().MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        _encoder.Dispose();
        _decoder?.Dispose();
    }

    private static List<GridQueries> Grids(SafetensorsContent tensors, string caseName, FeatureMap map)
    {
        var grids = new List<GridQueries>();
        while (tensors.Find($"{caseName}.coords_stage{grids.Count}") is { } coords)
            grids.Add(GridQueries.Whole(map.Height, map.Width, (int)coords.shape[1], (int)coords.shape[2]));
        return grids;
    }
}
