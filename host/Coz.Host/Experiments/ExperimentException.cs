using Coz.Contracts;

namespace Coz.Host.Experiments;

/// <summary>An experiment that cannot be run as it is written.</summary>
/// <param name="faults">What is wrong, a line each.</param>
public sealed class ExperimentException(IReadOnlyList<string> faults) : CozException(string.Join("; ", faults))
{
    /// <summary>What is wrong, a line each.</summary>
    public IReadOnlyList<string> Faults { get; } = faults;
}
