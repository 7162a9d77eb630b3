using Coz.Contracts;

namespace Coz.Plugins.Edsr;

/// <summary>EDSR at full size, without its upsampling tail (Lim et al., CVPRW 2017).</summary>
[Plugin("edsr", Summary = "EDSR without its tail: 32 residual blocks of 256 channels",
    Paper = "Lim et al., Enhanced Deep Residual Networks for Single Image Super-Resolution, CVPR Workshops 2017",
    Explanation =
    [
        "Looks at the picture through 66 layers of 3 x 3 windows in a row: each pixel learns of 66 on every side.",
        "Keeps the picture's size: each input pixel stays where it is, so a decoder knows what lies where.",
        "Gives each pixel 256 numbers (features); 32 equal blocks each add a tenth of a correction to what came before.",
        "Large: 38 million weights, and four times as many features, which make the decoder larger as well.",
        "Choose it where weights trained with it are at hand; for a start edsr-baseline is far quicker.",
    ],
    Source = "yinboc/liif 4c833f8",
    SourceLicense = "BSD 3-Clause",
    Deviations =
    [
        "The enlarging end (tail) is left out: it is never used under a decoder.",
    ])]
public sealed class EdsrEncoder(EdsrFullOptions options) : EdsrNetwork(options);
