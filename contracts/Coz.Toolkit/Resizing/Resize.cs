using static TorchSharp.torch;

namespace Coz.Toolkit;

/// <summary>Resizes images in [0, 1] by the named methods.</summary>
public static class Resize
{
    /// <summary>Makes an LR image.</summary>
    /// <param name="hr">(1, C, H, W) in [0, 1]; the caller keeps it.</param>
    /// <param name="height">LR rows.</param>
    /// <param name="width">LR columns. The kernel's scale is the true ratio of each axis.</param>
    /// <param name="degradation">The method.</param>
    /// <returns>(1, C, height, width) float32, multiples of 1/255; the caller disposes it.</returns>
    public static Tensor Degrade(Tensor hr, int height, int width, Degradation degradation)
    {
        var levels = Raster.From(hr, 255).Map(Levels.Snap);
        if (degradation == Degradation.PillowBicubic)
            return PillowResize.Bicubic(levels, height, width).ToTensor(255);
        var between = degradation == Degradation.MatlabBicubic ? Levels.Round : (Func<double, double>?)null;
        return Apply(levels, height, width, degradation, between).Map(Levels.Round).ToTensor(255);
    }

    /// <summary>MATLAB's imresize with the bicubic kernel in float64, without any rounding.</summary>
    /// <param name="image">(1, C, H, W) in [0, 1]; the caller keeps it.</param>
    /// <param name="height">Rows of the result.</param>
    /// <param name="width">Columns of the result. The kernel's scale is the true ratio of each axis.</param>
    /// <returns>(1, C, height, width) float32, not clamped; the caller disposes it.</returns>
    public static Tensor Bicubic(Tensor image, int height, int width) =>
        Apply(Raster.From(image, 255).Map(Levels.Snap), height, width, Degradation.MatlabBicubic, null).ToTensor(255);

    private static Raster Apply(Raster levels, int height, int width, Degradation degradation, Func<double, double>? between) =>
        SeparableResize.Apply(levels, AxisWeights.Of(degradation, levels.Height, height), AxisWeights.Of(degradation, levels.Width, width), between);
}
