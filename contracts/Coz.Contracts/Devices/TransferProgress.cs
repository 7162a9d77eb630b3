namespace Coz.Contracts.Devices;

/// <summary>How far a transfer is.</summary>
/// <param name="Done">Bytes written.</param>
/// <param name="Total">Bytes in all; null if the camera does not say.</param>
public readonly record struct TransferProgress(long Done, long? Total);
