using Coz.Contracts.Models;

namespace Coz.Toolkit.Kernels;

/// <summary>One axis of a bilinear upscale: the two pixels between which each sample lies. Beyond the outermost centres the border continues.</summary>
public sealed class BilinearAxis
{
    private readonly (int First, int Second, float Share)[] _samples;

    /// <summary>Finds the pixels.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="lrCount">LR pixels along it.</param>
    public BilinearAxis(GridAxis axis, int lrCount)
    {
        _samples = new (int, int, float)[axis.Count];
        var (step, start) = (axis.Step.ToDouble(), axis.Start.ToDouble());
        for (var i = 0; i < _samples.Length; i++)
        {
            var place = Math.Clamp(((i + 0.5) * step) + start - 0.5, 0, lrCount - 1);
            var first = (int)place;
            _samples[i] = (first, Math.Min(first + 1, lrCount - 1), (float)(place - first));
        }
    }

    /// <summary>The pixels of a sample, and the second one's share.</summary>
    /// <param name="sample">Its index.</param>
    public (int First, int Second, float Share) this[int sample] => _samples[sample];
}
