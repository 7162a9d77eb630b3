using Coz.Contracts.Models;
using Coz.Toolkit;
using static TorchSharp.torch;

namespace Coz.Plugins.Train;

/// <summary>
/// Measures random patches as the official training code does: PSNR over the queries of a batch, all channels, clamped to [0, 1], not
/// rounded, no shave; the mean over batches by their size. The patches are the same in every validation, so that scores compare.
/// </summary>
internal sealed class PatchValidator : IValidator
{
    // Beside the seeds of runs, so that a validation on the training images is one on other patches.
    private const long SeedOffset = 1L << 40;

    private readonly BatchMaker _maker;
    private readonly SampleOrder _order;
    private readonly Device _device;

    public PatchValidator(TrainOptions options, IPatchSource source, long seed, Device device)
    {
        _device = device;
        _order = new SampleOrder(source.Count, options.ValidationPatches, options.Batch, seed + SeedOffset, isStream: false);
        _maker = new BatchMaker(options with { StageScales = [], OnDataFault = FaultPolicy.Stop }, source, [], _order, seed + SeedOffset, patchSize: 1, BatchMaker.OnValidationFault);
    }

    /// <inheritdoc/>
    public string Protocol => "psnr-patches";

    /// <inheritdoc/>
    public IReadOnlyList<ScaleScore> Run(SrModel model, Action<ImagePair, Tensor> show, CancellationToken cancellationToken)
    {
        using var noGradient = no_grad();
        var (sum, count) = (0.0, 0);
        for (var step = 0L; step < _order.StepsPerEpoch; step++)
        {
            using var scope = NewDisposeScope();
            using var batch = _maker.Make(step, cancellationToken);
            using var map = model.Encode(batch.Images.to(_device));
            using var prepared = model.Prepare(map);
            var raw = model.Decoder.Decode(prepared, new PointQueries(batch.Queries.Coords.to(_device), batch.Queries.Cells.to(_device)));
            var rgb = model.Decoder.Normalization.Invert(raw.transpose(1, 2).unsqueeze(-1)).squeeze(-1).transpose(1, 2).clamp(0, 1);
            var error = (rgb.cpu() - batch.Colours).square().mean().item<float>();
            sum += Psnr.OfError(error, 1) * batch.Keys.Count;
            count += batch.Keys.Count;
        }

        return [new ScaleScore(0, sum / count)];
    }
}
