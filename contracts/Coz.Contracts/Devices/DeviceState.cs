namespace Coz.Contracts.Devices;

/// <summary>The states of a device.</summary>
public enum DeviceState
{
    /// <summary>Not connected.</summary>
    Disconnected,

    /// <summary>It is being connected.</summary>
    Connecting,

    /// <summary>Connected, and doing nothing.</summary>
    Ready,

    /// <summary>An operation goes on.</summary>
    Busy,

    /// <summary>The connection is lost, or an operation never ended: only disconnecting helps.</summary>
    Faulted,
}
