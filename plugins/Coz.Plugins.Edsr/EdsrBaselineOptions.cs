namespace Coz.Plugins.Edsr;

/// <summary>EDSR-baseline: 16 blocks of 64 channels.</summary>
public sealed record EdsrBaselineOptions : EdsrOptions
{
    public EdsrBaselineOptions() => (NResblocks, NFeats, ResScale) = (16, 64, 1);
}
