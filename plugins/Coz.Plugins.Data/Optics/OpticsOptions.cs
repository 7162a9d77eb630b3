using System.ComponentModel;
using Coz.Contracts;

namespace Coz.Plugins.Data;

/// <summary>What a camera does to a picture beside sampling it. Each is a range [from, to] that a patch or an image draws from evenly, or one number.</summary>
public sealed record OpticsOptions : PluginOptions
{
    /// <summary>The blur's standard deviation in LR pixels.</summary>
    [Description("The blur of lens and focus: the standard deviation of a Gaussian in LR pixels, [from, to]; an f/8 lens on pixels of 3.7 um is near 0.5.")]
    public IReadOnlyList<double> Psf { get; init; } = [0.4, 0.8];

    /// <summary>The noise's standard deviation at mid gray, in levels of 255.</summary>
    [Description("Sensor noise: the standard deviation at mid gray in levels of 255, [from, to]; it grows with brightness as photons do.")]
    public IReadOnlyList<double> Noise { get; init; } = [0, 3];

    /// <summary>JPEG qualities; empty for no JPEG.</summary>
    [Description("JPEG quality, [from, to] of 1 to 100; [] for no JPEG.")]
    public IReadOnlyList<double> Jpeg { get; init; } = [80, 100];

    /// <inheritdoc/>
    public override IEnumerable<string> Validate() =>
    [
        .. Faults("psf", Psf, 0, 16, isOptional: false), .. Faults("noise", Noise, 0, 128, isOptional: false), .. Faults("jpeg", Jpeg, 1, 100, isOptional: true),
    ];

    private static IEnumerable<string> Faults(string key, IReadOnlyList<double> range, double least, double most, bool isOptional)
    {
        var isFine = range.Count is 1 or 2 && range.All(value => value >= least && value <= most) && range[0] <= range[^1];
        if (!isFine && !(isOptional && range.Count == 0))
            yield return $"{key}: [from, to] within {least} to {most} is expected, or one number";
    }
}
