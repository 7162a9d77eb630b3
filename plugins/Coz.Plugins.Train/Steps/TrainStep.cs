using Coz.Contracts.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Coz.Plugins.Train;

/// <summary>
/// One training step: for each loss encode, prepare, decode, differentiate, clip, and an optimizer step of its own. A loss or a gradient
/// that is not finite ends it before its optimizer step; what the losses before it changed stays changed.
/// </summary>
internal sealed class TrainStep
{
    private readonly SrModel _model;
    private readonly IReadOnlyList<WeightedLoss> _losses;
    private readonly WeightOptimizer _optimizer;
    private readonly Parameter[] _trained;
    private readonly double _clip;
    private readonly bool _isEncoderFrozen;
    private readonly Device _device;

    public TrainStep(SrModel model, IReadOnlyList<WeightedLoss> losses, WeightOptimizer optimizer, double clip, Device device)
    {
        (_model, _losses, _optimizer, _clip, _device) = (model, losses, optimizer, clip, device);
        _trained = [.. model.Parameters().Where(weight => weight.requires_grad)];
        _isEncoderFrozen = model.Encoder?.parameters().All(weight => !weight.requires_grad) ?? true;
    }

    public StepResult Run(Batch batch)
    {
        using var scope = NewDisposeScope();
        var images = batch.Images.to(_device);
        var queries = new PointQueries(batch.Queries.Coords.to(_device), batch.Queries.Cells.to(_device));
        var target = Targets.Of(batch, images, queries, batch.Colours.to(_device), _model.Decoder.Normalization);
        return Run(images, queries, target, batch.Stages, isPatch: batch.Inside is not null);
    }

    /// <summary>The step on images (N, 3, h, w) in [0, 1] and a target in the decoder's terms.</summary>
    public StepResult Run(Tensor images, PointQueries queries, Tensor target, IReadOnlyList<GridQueries>? stages, bool isPatch)
    {
        var losses = new List<double>();
        var norm = 0.0;
        foreach (var loss in _losses)
        {
            using var inner = NewDisposeScope();
            _optimizer.ClearGradients();
            using var map = Encode(images);
            using var prepared = _model.Prepare(map);
            var value = loss.Loss.Of(new LossInput(_model.Decoder, prepared, queries, target, () => Prediction.Of(_model.Decoder, prepared, queries, stages, isPatch)));
            var weighted = loss.Weight == 1 ? value : value * loss.Weight;
            losses.Add(weighted.item<float>());
            if (!double.IsFinite(losses[^1]))
                break;
            weighted.backward();
            norm = nn.utils.clip_grad_norm_(_trained, _clip > 0 ? _clip : double.PositiveInfinity);
            if (!double.IsFinite(norm))
                break;
            _optimizer.Step();
        }

        return new StepResult(losses, norm);
    }

    private FeatureMap Encode(Tensor images)
    {
        if (!_isEncoderFrozen)
            return _model.Encode(images);
        using var noGradient = no_grad();
        return _model.Encode(images);
    }
}
