using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Coz.Contracts;

namespace Coz.Plugins.Align;

/// <summary>The options of <see cref="TwoStageAligner"/>. Lengths are LR pixels unless they say otherwise.</summary>
public sealed record TwoStageOptions : PluginOptions
{
    /// <summary>The held-out error that is accepted up to x4.5.</summary>
    [Description("The error of held-out tiles (95th percentile) that is accepted up to x4.5, in LR pixels."), Range(0.001, 10.0)]
    public double Limit { get; init; } = 0.10;

    /// <summary>The held-out error that is accepted above x4.5.</summary>
    [Description("The same above x4.5."), Range(0.001, 10.0)]
    public double LimitFar { get; init; } = 0.15;

    /// <summary>The greatest shift of a held-out tile.</summary>
    [Description("The greatest shift of any held-out tile that is accepted, in LR pixels."), Range(0.001, 100.0)]
    public double LimitMax { get; init; } = 0.5;

    /// <summary>Correspondences that a large shared area must give.</summary>
    [Description("Correspondences that the homography must explain; fewer where the shared area is small."), Range(8, 10000)]
    public int Inliers { get; init; } = 30;

    /// <summary>The part of the moving frame that must lie on the reference.</summary>
    [Description("The part of the moving frame that must lie on the reference."), Range(0.1, 1.0)]
    public double Overlap { get; init; } = 0.95;

    /// <summary>How far the scale may lie from the ratio of the focal lengths, in percent.</summary>
    [Description("How far the scale may lie from the ratio of the focal lengths, in percent, beside what rounding to whole mm explains."), Range(0.1, 50.0)]
    public double ScaleTolerance { get; init; } = 3;

    /// <summary>The greatest rotation, in degrees.</summary>
    [Description("The greatest rotation, in degrees."), Range(0.01, 45.0)]
    public double Rotation { get; init; } = 2;

    /// <summary>The greatest shift of the centre, in percent of the width.</summary>
    [Description("The greatest shift of the centre, in percent of the reference's width."), Range(0.1, 50.0)]
    public double Shift { get; init; } = 5;

    /// <summary>The least gain of the light.</summary>
    [Description("The least gain of linear light that may take the moving image to the reference."), Range(0.01, 1.0)]
    public double GainFrom { get; init; } = 0.7;

    /// <summary>The greatest gain of the light.</summary>
    [Description("The greatest gain of linear light."), Range(1.0, 100.0)]
    public double GainTo { get; init; } = 1.4;

    /// <summary>How much more of the moving image than of the reference may be clipped.</summary>
    [Description("How much more of the moving image than of the reference may be clipped, as a part of the shared area."), Range(0.0, 1.0)]
    public double Clipped { get; init; } = 0.05;
}
