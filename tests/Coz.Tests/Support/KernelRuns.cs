using System.Diagnostics.Metrics;
using Coz.Toolkit.Kernels;

namespace Coz.Tests.Support;

/// <summary>Counts the runs of kernels as long as it lives, of the whole process.</summary>
internal sealed class KernelRuns : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _count;

    public KernelRuns()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == Tiles.MeterName && instrument.Name == "runs")
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((_, count, _, _) => Interlocked.Add(ref _count, count));
        _listener.Start();
    }

    public long Count => Interlocked.Read(ref _count);

    public void Dispose() => _listener.Dispose();
}
