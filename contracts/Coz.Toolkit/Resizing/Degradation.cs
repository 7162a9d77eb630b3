using System.ComponentModel;

namespace Coz.Toolkit;

/// <summary>How an LR image is made from an HR one. Every one of them ends in 8 bits.</summary>
public enum Degradation
{
    /// <summary>MATLAB's antialiased bicubic, rows first, rounded to 8 bits after each dimension: Set5, Set14, DIV2K.</summary>
    [Description("MATLAB's antialiased bicubic, rounded to 8 bits after each dimension: Set5, Set14, DIV2K.")]
    MatlabBicubic,

    /// <summary>Pillow's bicubic on 8-bit images: LIIF's training and its descendants.</summary>
    [Description("Pillow's bicubic on 8-bit images: LIIF's training and its descendants.")]
    PillowBicubic,

    /// <summary>The exact mean over each LR pixel's footprint, rounded once: an ideal sensor.</summary>
    [Description("The exact mean over each LR pixel's footprint, rounded once: an ideal sensor.")]
    Box,
}
