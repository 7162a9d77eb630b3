using Coz.Contracts.Models;

namespace Coz.Plugins.Lit;

/// <summary>One axis of bilinear sampling with zeros around the image: the first of two pixels, counted from the zero before the image, and the second's share.</summary>
internal sealed class OuterBilinearAxis
{
    private readonly (int First, float Share)[] _samples;

    public OuterBilinearAxis(GridAxis axis, int lrCount)
    {
        _samples = new (int, float)[axis.Count];
        var (step, start) = (axis.Step.ToDouble(), axis.Start.ToDouble());
        for (var i = 0; i < _samples.Length; i++)
        {
            // Beyond the zeros there is nothing else.
            var place = Math.Clamp(((i + 0.5) * step) + start + 0.5, 0, lrCount + 1);
            var first = Math.Min((int)place, lrCount);
            _samples[i] = (first, (float)(place - first));
        }
    }

    /// <summary>The sample's pixel and share.</summary>
    public (int First, float Share) this[int sample] => _samples[sample];
}
