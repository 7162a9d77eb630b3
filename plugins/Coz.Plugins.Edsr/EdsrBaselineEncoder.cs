using Coz.Contracts;

namespace Coz.Plugins.Edsr;

/// <summary>EDSR-baseline without its upsampling tail (Lim et al., CVPRW 2017), the usual encoder of arbitrary-scale work.</summary>
[Plugin("edsr-baseline", Summary = "EDSR-baseline without its tail: 16 residual blocks of 64 channels",
    Paper = "Lim et al., Enhanced Deep Residual Networks for Single Image Super-Resolution, CVPR Workshops 2017")]
public sealed class EdsrBaselineEncoder(EdsrBaselineOptions options) : EdsrNetwork(options);
