namespace Coz.Contracts.Devices;

/// <summary>What can go wrong with a device, as a caller may tell apart.</summary>
public enum FaultKind
{
    /// <summary>The device is not connected: connect it first.</summary>
    NotConnected,

    /// <summary>The connection is gone: a cable, a battery, a network. Disconnect, mend it, connect again.</summary>
    Unplugged,

    /// <summary>The device does something else; the same request may work a moment later.</summary>
    Busy,

    /// <summary>An operation did not end within its deadline.</summary>
    Timeout,

    /// <summary>A motor was told to move and does not, or did not arrive.</summary>
    Stall,

    /// <summary>A motor's controller has locked itself.</summary>
    Alarm,

    /// <summary>The target lies outside the travel.</summary>
    LimitExceeded,

    /// <summary>The motor does not know where it stands: home it first.</summary>
    PositionUnknown,

    /// <summary>The camera's card is full.</summary>
    CardFull,

    /// <summary>The disk that a transfer goes to is full.</summary>
    DiskFull,

    /// <summary>A transfer gave fewer or other bytes than the camera holds.</summary>
    PartialTransfer,

    /// <summary>The device refuses the request, or a value it was given: the request has to change.</summary>
    Rejected,

    /// <summary>The device answered something that its driver does not understand.</summary>
    Protocol,

    /// <summary>The file or stream that a transfer goes to cannot be written, for another reason than a full disk; the exposure is still on the camera.</summary>
    DiskError,
}
