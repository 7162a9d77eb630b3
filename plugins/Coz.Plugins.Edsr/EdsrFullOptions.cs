namespace Coz.Plugins.Edsr;

/// <summary>EDSR: 32 blocks of 256 channels, residuals scaled by 0.1.</summary>
public sealed record EdsrFullOptions : EdsrOptions
{
    public EdsrFullOptions() => (NResblocks, NFeats, ResScale) = (32, 256, 0.1);
}
