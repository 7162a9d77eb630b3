using Coz.Contracts;

namespace Coz.Plugins.Edsr;

/// <summary>EDSR (Lim et al., CVPRW 2017) at an eighth of edsr-baseline's work, for processors without a graphics card.</summary>
[Plugin("edsr-compact", Summary = "A compact EDSR without its tail: 8 residual blocks of 32 channels",
    Paper = "Lim et al., Enhanced Deep Residual Networks for Single Image Super-Resolution, CVPR Workshops 2017 (the size is ours)",
    Explanation =
    [
        "Looks at the picture through 18 layers of 3 x 3 windows in a row: each pixel learns of 18 on every side.",
        "Keeps the picture's size: each input pixel stays where it is, so a decoder knows what lies where.",
        "Gives each pixel 32 numbers (features); eight equal blocks each add a correction to what came before.",
        "Tiny: 158 thousand weights, an eighth of edsr-baseline's work; with fewer features, decoders shrink too.",
        "Choose it to train or upscale on a laptop's processor, where edsr-baseline takes too long.",
    ],
    Source = "yinboc/liif 4c833f8",
    SourceLicense = "BSD 3-Clause",
    Deviations =
    [
        "A size of our own, which no paper has; the enlarging end (tail) and the unused mean shift are left out.",
    ])]
public sealed class EdsrCompactEncoder(EdsrCompactOptions options) : EdsrNetwork(options);
