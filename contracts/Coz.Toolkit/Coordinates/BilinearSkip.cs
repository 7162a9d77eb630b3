using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Coz.Toolkit;

/// <summary>
/// The bilinear upscale that many decoders add to their output (LTE, LINF, SRNO, CLIT, CiaoSR): they predict what it lacks.
/// </summary>
public static class BilinearSkip
{
    /// <summary>Interpolates an image at free points; beyond the outermost pixel centres the border pixel continues.</summary>
    /// <param name="image">(N, C, h, w); the caller keeps it.</param>
    /// <param name="coords">(N, Q, 2), normalised, (row, column), the image's type; the caller keeps it.</param>
    /// <returns>(N, Q, C); the caller disposes it.</returns>
    public static Tensor Sample(Tensor image, Tensor coords)
    {
        using var scope = NewDisposeScope();
        var grid = coords.flip(-1).unsqueeze(1);
        var sampled = F.grid_sample(image, grid, GridSampleMode.Bilinear, GridSamplePaddingMode.Border, align_corners: false);
        return sampled.squeeze(2).transpose(1, 2).contiguous().MoveToOuterDisposeScope();
    }
}
