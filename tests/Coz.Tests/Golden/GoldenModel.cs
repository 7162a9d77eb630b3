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

    private readonly bool _isMmedit;

    private GoldenModel(GoldenFolder folder, Encoder encoder, Decoder? decoder) =>
        (_encoder, _decoder, _isMmedit) = (encoder, decoder, folder.Model.StartsWith("ciaosr", StringComparison.Ordinal));

    public static GoldenModel Load(GoldenFolder folder)
    {
        var factory = new ModelFactory(new TestParts());
        if (folder.IsEncoder)
            return new GoldenModel(folder, factory.CreateEncoder(folder.Checkpoint ?? folder.Model, folder.EncoderFrom), null);
        var model = factory.Load(folder.Checkpoint!, folder.EncoderFrom);
        return new GoldenModel(folder, model.Encoder!, model.Decoder);
    }

    /// <summary>Parameters by their names in official files: an encoder alone has no prefix.</summary>
    public IEnumerable<(string Name, Parameter Parameter)> Parameters() => _decoder is null
        ? _encoder.named_parameters()
        : [.. _encoder.named_parameters().Select(entry => (OfficialName(entry.name), entry.parameter)), .. _decoder.named_parameters()];

    /// <summary>In the shape of the golden: points stay points, grids become images, patches lie side by side.</summary>
    public Tensor Predict(SafetensorsContent tensors, string caseName)
    {
        if (_decoder is null)
            return _encoder.forward(tensors[$"{caseName}.inp"]);
        return _decoder is ISampling { PatchSize: > 1 } sampling
            ? Sample(tensors, caseName, points => zeros(points.shape[0], points.shape[1], sampling.LatentChannels, points.dtype))
            : Run(tensors, caseName, (map, points) => Image(_decoder.Decode(map, points), tensors, caseName, 1));
    }

    /// <summary>Every stage's output on the earlier grids that a case gives; the output alone where it gives none.</summary>
    public IReadOnlyList<Tensor> PredictStages(SafetensorsContent tensors, string caseName)
    {
        if (_decoder is not IStaged staged || tensors.Find($"{caseName}.coords_stage0") is null)
            return [Predict(tensors, caseName)];
        using var scope = NewDisposeScope();
        var joined = Run(tensors, caseName, (map, points) => cat([.. staged.DecodeStages(map, points, Grids(tensors, caseName, map))], -1));
        return [.. joined.split(3, -1).Select(stage => stage.MoveToOuterDisposeScope())];
    }

    public Tensor Sample(SafetensorsContent tensors, string caseName, double temperature) =>
        Sample(tensors, caseName, points => tensors[$"{caseName}.z"].view(points.shape[0], points.shape[1], -1) * temperature);

    /// <summary>One number a query, as the official code has them.</summary>
    public Tensor LogLikelihood(SafetensorsContent tensors, string caseName) => Run(tensors, caseName, (map, points) =>
        ((ISampling)_decoder!).LogLikelihood(map, points, tensors[$"{caseName}.gt"].flatten(2).transpose(1, 2)).flatten());

    public Tensor Loss(SafetensorsContent tensors)
    {
        using var scope = NewDisposeScope();
        return (PredictStages(tensors, "A")[^1] - tensors["A.l1_target"]).abs().mean().MoveToOuterDisposeScope();
    }

    private string OfficialName(string key) => _isMmedit ? MmeditNames.Of(Checkpoint.EncoderPrefix + key) : Checkpoint.EncoderPrefix + key;

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

    private static Tensor Image(Tensor points, SafetensorsContent tensors, string caseName, int patchSize) =>
        tensors[$"{caseName}.coord"].shape is [_, var rows, var columns, _] ? Patches.Fold(points, rows, columns, patchSize) : points;

    private Tensor Sample(SafetensorsContent tensors, string caseName, Func<Tensor, Tensor> latent) => Run(tensors, caseName, (map, points) =>
        Image(((ISampling)_decoder!).Sample(map, points, latent(points.Coords)), tensors, caseName, ((ISampling)_decoder).PatchSize));

    private Tensor Run(SafetensorsContent tensors, string caseName, Func<FeatureMap, PointQueries, Tensor> decode)
    {
        using var scope = NewDisposeScope();
        using var map = _encoder.Encode(tensors[$"{caseName}.inp"]);
        using var prepared = _decoder!.Prepare(map);
        var coords = tensors[$"{caseName}.coord"].flatten(1, -2);
        var cells = tensors[$"{caseName}.cell"];
        return decode(prepared, new PointQueries(coords, cells.dim() == 3 ? cells : cells.unsqueeze(1).expand_as(coords))).MoveToOuterDisposeScope();
    }
}
