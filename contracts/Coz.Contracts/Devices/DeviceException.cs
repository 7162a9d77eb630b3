namespace Coz.Contracts.Devices;

/// <summary>A fault of a device, of a kind that callers can act on.</summary>
public sealed class DeviceException : CozException
{
    // ENOSPC and EDQUOT; ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL.
    private static readonly int[] FullDisk = [28, 122, unchecked((int)0x80070070), unchecked((int)0x80070027)];

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

    /// <summary>Makes a fault of the disk that something was to be written to: neither the camera's nor the picture's.</summary>
    /// <param name="what">What could not be written; a colon and the cause are put behind it.</param>
    /// <param name="cause">What the system said.</param>
    /// <returns>A fault of the kind DiskFull if the disk is full, else DiskError.</returns>
    public static DeviceException OfDisk(string what, Exception cause)
    {
        ArgumentNullException.ThrowIfNull(cause);
        var isFull = cause is IOException && FullDisk.Contains(cause.HResult);
        return new DeviceException(isFull ? FaultKind.DiskFull : FaultKind.DiskError, $"{what}: {(isFull ? "the disk is full; free some space." : $"{cause.Message.ReplaceLineEndings(" ").TrimEnd('.')}. See the disk and its permissions.")}", cause);
    }
}
