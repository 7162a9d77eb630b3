using Coz.Contracts.Models;

namespace Coz.Plugins.Train;

/// <summary>
/// Which samples a batch has, and which image each is of: every epoch visits every image as often, in an order of its own. Counted in
/// epochs, the last batch of one may be smaller, as in the official code; counted in steps, all batches are full and run over the
/// epochs' ends. Safe for several threads.
/// </summary>
/// <param name="count">The images.</param>
/// <param name="repeat">How often an epoch visits each.</param>
/// <param name="batch">The samples of a batch.</param>
/// <param name="seed">The run's seed.</param>
/// <param name="isStream">True to count in steps.</param>
internal sealed class SampleOrder(int count, int repeat, int batch, long seed, bool isStream)
{
    // Beside the indices of samples, which are not negative.
    private const long OrderKey = -1;

    private readonly Lock _gate = new();
    private readonly Dictionary<long, int[]> _orders = [];

    public long EpochLength { get; } = (long)count * repeat;

    public long StepsPerEpoch => (EpochLength + batch - 1) / batch;

    /// <summary>Epochs done before a step, with the part of the running one.</summary>
    public double EpochAt(long step) => isStream ? (double)step * batch / EpochLength : (double)step / StepsPerEpoch;

    /// <summary>The samples of a step.</summary>
    public IReadOnlyList<SampleKey> At(long step)
    {
        if (isStream)
            return [.. Enumerable.Range(0, batch).Select(i => (step * batch) + i).Select(place => new SampleKey(place / EpochLength, place % EpochLength))];
        var (epoch, first) = (step / StepsPerEpoch, step % StepsPerEpoch * batch);
        return [.. Enumerable.Range(0, (int)Math.Min(batch, EpochLength - first)).Select(i => new SampleKey(epoch, first + i))];
    }

    /// <summary>The image of a sample.</summary>
    public int ItemOf(SampleKey key) => Order(key.Epoch)[key.Index] % count;

    private int[] Order(long epoch)
    {
        lock (_gate)
        {
            if (_orders.TryGetValue(epoch, out var order))
                return order;
            foreach (var old in _orders.Keys.Where(other => other < epoch - 2).ToList())
                _orders.Remove(old);
            var length = checked((int)EpochLength);
            return _orders[epoch] = new SampleRandom(seed, epoch, OrderKey).Choose(length, length);
        }
    }
}
