using System.Globalization;
using Coz.Contracts;
using static TorchSharp.torch;

namespace Coz.Plugins.Benchmark;

/// <summary>The process's live tensors after each pair, when that pair's own are gone: what is left are weights, and leaks.</summary>
internal sealed class LiveTensors
{
    private readonly List<long> _counts = [];

    /// <summary>Counts now.</summary>
    public void Count() => _counts.Add(Tensor.TotalCount);

    /// <summary>Says how many there were after the first pair and the last; a warning if any pair left some behind.</summary>
    public MessageEvent? Told()
    {
        if (_counts.Count == 0)
            return null;
        var isFlat = _counts.TrueForAll(count => count <= _counts[0]);
        var text = string.Create(CultureInfo.InvariantCulture, $"Live tensors: {_counts[0]:N0} after the first pair, {_counts[^1]:N0} after the last of {_counts.Count:N0}");
        return new MessageEvent(isFlat ? text + "." : string.Create(CultureInfo.InvariantCulture, $"{text}, {_counts.Max():N0} at most: a model leaves tensors behind."), IsWarning: !isFlat);
    }
}
