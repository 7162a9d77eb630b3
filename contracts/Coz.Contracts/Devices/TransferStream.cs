using System.Security.Cryptography;

namespace Coz.Contracts.Devices;

/// <summary>Counts and hashes what a driver writes, and tells the faults of the disk from those of the camera.</summary>
internal sealed class TransferStream(Stream destination, long? total, IProgress<TransferProgress>? progress) : Stream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>What the destination said, if it failed.</summary>
    public DeviceException? Fault { get; private set; }

    public long Written { get; private set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => Written;

    public override long Position
    {
        get => Written;
        set => throw new NotSupportedException();
    }

    public TransferReceipt Receipt() => new(Written, Convert.ToHexStringLower(_hash.GetCurrentHash()));

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            destination.Write(buffer);
        }
        catch (IOException e)
        {
            throw Remember(e);
        }

        Count(buffer);
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            await destination.WriteAsync(buffer, cancellationToken);
        }
        catch (IOException e)
        {
            throw Remember(e);
        }

        Count(buffer.Span);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
        try
        {
            destination.Flush();
        }
        catch (IOException e)
        {
            throw Remember(e);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _hash.Dispose();
        base.Dispose(disposing);
    }

    private DeviceException Remember(IOException e) => Fault ??= DeviceException.OfDisk($"A transfer cannot be written after {Written} bytes, and the exposure is still on the camera", e);

    private void Count(ReadOnlySpan<byte> bytes)
    {
        _hash.AppendData(bytes);
        Written += bytes.Length;
        progress?.Report(new TransferProgress(Written, total));
    }
}
