namespace Coz.Plugins.Metrics;

/// <summary>What of two RGB images a protocol compares.</summary>
internal enum MeasuredChannel
{
    /// <summary>R, G and B, levels rounded to 8 bits.</summary>
    Rgb,

    /// <summary>BT.601 luma of levels rounded to 8 bits, itself not rounded.</summary>
    Y,

    /// <summary>BT.601 luma of levels rounded to 8 bits, rounded.</summary>
    YRounded,

    /// <summary>R, G and B in [0, 1], clamped, not rounded.</summary>
    RgbFloat,

    /// <summary>LIIF's luma of the difference in [0, 1], clamped, not rounded.</summary>
    LiifLuma,
}
