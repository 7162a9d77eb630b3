namespace Coz.Contracts.Devices;

/// <summary>A fault of a device, of a kind that callers can act on.</summary>
public sealed class DeviceException : CozException
{
    /// <summary>Makes a fault.</summary>
    /// <param name="kind">What went wrong.</param>
    /// <param name="message">One line: what was asked of which device, what came instead, what to do.</param>
    public DeviceException(FaultKind kind, string message)
        : base(message) => Kind = kind;

    /// <summary>Makes a fault that another one caused.</summary>
    /// <param name="kind">What went wrong.</param>
    /// <param name="message">One line: what was asked of which device, what came instead, what to do.</param>
    /// <param name="innerException">The cause, for the log.</param>
    public DeviceException(FaultKind kind, string message, Exception innerException)
        : base(message, innerException) => Kind = kind;

    /// <summary>What went wrong.</summary>
    public FaultKind Kind { get; }
}
