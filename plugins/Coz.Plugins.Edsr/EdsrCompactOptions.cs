namespace Coz.Plugins.Edsr;

/// <summary>A compact EDSR: 8 blocks of 32 channels. No official file has this size, so the unused mean shift is left out.</summary>
public sealed record EdsrCompactOptions : EdsrOptions
{
    public EdsrCompactOptions() => (NResblocks, NFeats, ResScale, MeanShift) = (8, 32, 1, false);
}
