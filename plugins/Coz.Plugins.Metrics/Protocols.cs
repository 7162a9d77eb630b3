using Coz.Contracts.Models;

namespace Coz.Plugins.Metrics;

/// <summary>The known protocols. Which one it is, is the first question about any number.</summary>
internal static class Protocols
{
    public const string Y = "y";
    public const string Rgb = "rgb";

    private static readonly IReadOnlyList<Protocol> Shared =
    [
        Make(Y, "luma BT.601 (16..235) of SR and HR rounded to 8 bits, luma not rounded; range 255; ceil(scale) pixels shaved: reproduces published network results", MeasuredChannel.Y),
        Make(Rgb, "R, G and B of SR and HR rounded to 8 bits; range 255; ceil(scale) pixels shaved", MeasuredChannel.Rgb),
        Make("y-rounded", "luma BT.601 (16..235) of SR and HR rounded to 8 bits, luma rounded as well; range 255; ceil(scale) pixels shaved", MeasuredChannel.YRounded),
    ];

    public static IReadOnlyList<Protocol> Ssim => Shared;

    public static IReadOnlyList<Protocol> Psnr { get; } =
    [
        .. Shared,
        Make("liif-benchmark", "LIIF's benchmark: luma (65.738, 129.057, 25.064) / 256 of the difference; range 1; SR clamped, not rounded; ceil(scale) pixels shaved", MeasuredChannel.LiifLuma),
        Make("liif-div2k", "LIIF's DIV2K: R, G and B; range 1; SR clamped, not rounded; ceil(scale) + 6 pixels shaved", MeasuredChannel.RgbFloat, extraShave: 6),
        Make("coz", "COZ's realArb: R, G and B; range 1; SR clamped, not rounded; nominal scale (next integer) + 6 pixels shaved from the true border", MeasuredChannel.RgbFloat, extraShave: 6),
        Make("coz-released", "COZ's released test code: as coz, but rows are cut at the image's height, so that of a non-square image scattered inner pixels are shaved", MeasuredChannel.RgbFloat, extraShave: 6, isTransposed: true),
    ];

    private static Protocol Make(string name, string description, MeasuredChannel channel, int extraShave = 0, bool isTransposed = false) =>
        new(new MetricProtocol(name, description), channel, extraShave, isTransposed);
}
