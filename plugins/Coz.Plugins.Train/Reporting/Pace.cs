using System.Diagnostics;

namespace Coz.Plugins.Train;

/// <summary>How fast a run goes, over its last steps.</summary>
internal sealed class Pace
{
    private const double Memory = 0.98;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private double _seconds;
    private double _waited;
    private double _weight;

    /// <summary>Seconds a step takes, averaged over the last ones; 0 before the first.</summary>
    public double SecondsPerStep => _weight > 0 ? _seconds / _weight : 0;

    public double StepsPerSecond => SecondsPerStep > 0 ? 1 / SecondsPerStep : 0;

    /// <summary>The part of it, 0 to 1, that a step waits for its batch.</summary>
    public double WaitShare => _seconds > 0 ? _waited / _seconds : 0;

    /// <summary>Starts a step.</summary>
    public void Start() => _clock.Restart();

    /// <summary>Ends a step.</summary>
    /// <param name="wait">The seconds of it that it waited for data.</param>
    public void End(double wait)
    {
        _seconds = (_seconds * Memory) + _clock.Elapsed.TotalSeconds;
        _weight = (_weight * Memory) + 1;
        _waited = (_waited * Memory) + wait;
    }

    /// <summary>The seconds since <see cref="Start"/>.</summary>
    public double Elapsed => _clock.Elapsed.TotalSeconds;

    /// <summary>A time for a reader.</summary>
    public static string Text(double seconds) => seconds switch
    {
        < 90 => FormattableString.Invariant($"{seconds:F0} s"),
        < 5400 => FormattableString.Invariant($"{seconds / 60:F0} min"),
        _ => FormattableString.Invariant($"{seconds / 3600:F1} h"),
    };
}
