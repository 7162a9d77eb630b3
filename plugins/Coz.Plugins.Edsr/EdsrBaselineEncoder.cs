using Coz.Contracts;

namespace Coz.Plugins.Edsr;

/// <summary>EDSR-baseline without its upsampling tail (Lim et al., CVPRW 2017), the usual encoder of arbitrary-scale work.</summary>
[Plugin("edsr-baseline", Summary = "EDSR-baseline without its tail: 16 residual blocks of 64 channels",
    Paper = "Lim et al., Enhanced Deep Residual Networks for Single Image Super-Resolution, CVPR Workshops 2017",
    Explanation =
    [
        "Looks at the picture through 34 layers of 3 x 3 windows in a row: each pixel learns of 34 on every side.",
        "Keeps the picture's size: each input pixel stays where it is, so a decoder knows what lies where.",
        "Gives each pixel 64 numbers (features); sixteen equal blocks each add a correction to what came before.",
        "Small: 1.2 million weights. Its usual enlarging end is left out, since a decoder does that for any scale.",
        "Choose it to try things out: it is the quick one, and one of the two encoders of the COZ paper's table.",
    ],
    Source = "yinboc/liif 4c833f8",
    SourceLicense = "BSD 3-Clause",
    Deviations =
    [
        "The enlarging end (tail) is left out: it is never used under a decoder.",
    ])]
public sealed class EdsrBaselineEncoder(EdsrBaselineOptions options) : EdsrNetwork(options);
