using Coz.Contracts;

namespace Coz.Plugins.Edsr;

/// <summary>EDSR at full size, without its upsampling tail (Lim et al., CVPRW 2017).</summary>
[Plugin("edsr", Summary = "EDSR without its tail: 32 residual blocks of 256 channels",
    Paper = "Lim et al., Enhanced Deep Residual Networks for Single Image Super-Resolution, CVPR Workshops 2017")]
public sealed class EdsrEncoder(EdsrFullOptions options) : EdsrNetwork(options);
