namespace Coz.Contracts.Devices;

/// <summary>What a transfer wrote.</summary>
/// <param name="Length">Bytes.</param>
/// <param name="Sha256">Their SHA-256, in lower-case hexadecimal digits.</param>
public sealed record TransferReceipt(long Length, string Sha256);
