namespace Coz.Plugins.Train;

/// <summary>Which sample: with the seed, all that it depends on.</summary>
/// <param name="Epoch">The epoch, from 0.</param>
/// <param name="Index">Its place in the epoch, from 0.</param>
internal readonly record struct SampleKey(long Epoch, long Index)
{
    public override string ToString() => $"epoch {Epoch}, index {Index}";
}
