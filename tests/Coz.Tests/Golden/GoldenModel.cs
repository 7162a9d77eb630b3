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

    public Tensor Predict(SafetensorsContent tensors, string caseName)
    {
        using var scope = NewDisposeScope();
        var image = tensors[$"{caseName}.inp"];
        if (_decoder is null)
            return _encoder.forward(image).MoveToOuterDisposeScope();
        using var map = _encoder.Encode(image);
        using var prepared = _decoder.Prepare(map);
        var coords = tensors[$"{caseName}.coord"].flatten(1, -2);
        var cells = tensors[$"{caseName}.cell"];
        return _decoder.Decode(prepared, new PointQueries(coords, cells.dim() == 3 ? cells : cells.unsqueeze(1).expand_as(coords))).MoveToOuterDisposeScope();
    }

    public Tensor Loss(SafetensorsContent tensors)
    {
        using var scope = NewDisposeScope();
        return (Predict(tensors, "A") - tensors["A.l1_target"]).abs().mean().MoveToOuterDisposeScope();
    }

    private string OfficialName(string key) => _isMmedit ? MmeditNames.Of(Checkpoint.EncoderPrefix + key) : Checkpoint.EncoderPrefix + key;

    public void Dispose()
    {
        _encoder.Dispose();
        _decoder?.Dispose();
    }
}
