using System.Security.Cryptography;
using Coz.Contracts;
using Coz.Contracts.Devices;

namespace Coz.Conformance;

/// <summary>What holds for every camera driver. It takes about a dozen pictures, and releases them all.</summary>
/// <param name="create">Makes a camera that is not connected.</param>
public sealed class CameraChecks(Func<Camera> create) : DeviceChecks<Camera>(create)
{
    /// <summary>What arrives is what the ticket and the receipt say.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    [ConformanceCheck]
    public async Task An_exposure_is_transferred_with_the_length_and_the_hash_of_what_arrived(CancellationToken cancellationToken)
    {
        await using var camera = await ConnectedAsync(cancellationToken);
        var ticket = await camera.ExposeAsync(cancellationToken);
        var told = new Told();
        var (bytes, receipt) = await FetchAsync(camera, ticket, cancellationToken, told);
        await camera.ReleaseAsync(ticket, cancellationToken);
        Require(bytes.Length > 0 && receipt.Length == bytes.Length, $"the receipt says {receipt.Length} bytes, {bytes.Length} arrived");
        Require(ticket.Length is null || ticket.Length == bytes.Length, $"the ticket says {ticket.Length} bytes, {bytes.Length} arrived");
        Require(receipt.Sha256 == Convert.ToHexStringLower(SHA256.HashData(bytes)), "the receipt's hash is not that of what arrived");
        Require(told.Last == bytes.Length && told.IsRising, "progress does not rise to the length of the file");
    }

    /// <summary>As often as is asked.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    [ConformanceCheck]
    public async Task A_transfer_can_be_repeated_with_the_same_bytes_until_the_exposure_is_released(CancellationToken cancellationToken)
    {
        await using var camera = await ConnectedAsync(cancellationToken);
        var ticket = await camera.ExposeAsync(cancellationToken);
        var (first, _) = await FetchAsync(camera, ticket, cancellationToken);
        var (second, _) = await FetchAsync(camera, ticket, cancellationToken);
        Require(first.AsSpan().SequenceEqual(second), "a second transfer gives other bytes");
        await camera.ReleaseAsync(ticket, cancellationToken);
        await RefusesAsync(FaultKind.Rejected, "a transfer after the release", token => camera.TransferAsync(ticket, Stream.Null, null, token), cancellationToken);
        await RefusesAsync(FaultKind.Rejected, "a second release", token => camera.ReleaseAsync(ticket, token), cancellationToken);
    }

    /// <summary>Several exposures are held apart.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    [ConformanceCheck]
    public async Task Several_exposures_are_listed_until_each_is_released(CancellationToken cancellationToken)
    {
        await using var camera = await ConnectedAsync(cancellationToken);
        var (one, other) = (await camera.ExposeAsync(cancellationToken), await camera.ExposeAsync(cancellationToken));
        Require(one.Id != other.Id, $"two exposures have the id {one.Id}");
        var held = (await camera.ListAsync(cancellationToken)).Select(ticket => ticket.Id).ToList();
        var isListed = held.Contains(one.Id) && held.Contains(other.Id);
        await camera.ReleaseAsync(one, cancellationToken);
        var after = (await camera.ListAsync(cancellationToken)).Select(ticket => ticket.Id).ToList();
        var (bytes, _) = await FetchAsync(camera, other, cancellationToken);
        await camera.ReleaseAsync(other, cancellationToken);
        Require(bytes.Length > 0, "the second exposure is gone with the release of the first");
        if (held.Count == 0)
            throw new NotApplicableException("It does not list what it holds.");
        Require(isListed, "an exposure that was not released is not listed");
        Require(!after.Contains(one.Id) && after.Contains(other.Id), "the list does not follow a release");
    }

    /// <summary>An id means one exposure for ever: sessions tell by it what may be deleted.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    [ConformanceCheck]
    public async Task An_id_is_not_given_again_after_a_release_nor_by_a_new_connection(CancellationToken cancellationToken)
    {
        var seen = new HashSet<string>();
        for (var connection = 0; connection < 2; connection++)
        {
            await using var camera = await ConnectedAsync(cancellationToken);
            for (var exposure = 0; exposure < 2; exposure++)
            {
                var ticket = await camera.ExposeAsync(cancellationToken);
                await camera.ReleaseAsync(ticket, cancellationToken);
                Require(seen.Add(ticket.Id), $"the id {ticket.Id} of an exposure that was released is given to another one");
            }
        }
    }

    /// <summary>A cable that was pulled loses no picture.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    [ConformanceCheck]
    public async Task What_is_listed_after_a_new_connection_can_still_be_transferred(CancellationToken cancellationToken)
    {
        await using var camera = await ConnectedAsync(cancellationToken);
        var ticket = await camera.ExposeAsync(cancellationToken);
        var (before, _) = await FetchAsync(camera, ticket, cancellationToken);
        await camera.DisconnectAsync(cancellationToken);
        await camera.ConnectAsync(cancellationToken);
        var found = (await camera.ListAsync(cancellationToken)).FirstOrDefault(held => held.Id == ticket.Id)
            ?? throw new NotApplicableException("It forgets its exposures when it is disconnected.");
        var (after, _) = await FetchAsync(camera, found, cancellationToken);
        await camera.ReleaseAsync(found, cancellationToken);
        Require(before.AsSpan().SequenceEqual(after), "after a new connection the exposure has other bytes");
    }

    /// <summary>A cancelled transfer can be made again.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    [ConformanceCheck]
    public async Task A_transfer_that_is_cancelled_in_its_middle_can_be_made_again(CancellationToken cancellationToken)
    {
        await using var camera = await ConnectedAsync(cancellationToken);
        var ticket = await camera.ExposeAsync(cancellationToken);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var isCancelled = false;
        try
        {
            await camera.TransferAsync(ticket, new Interrupting(cancel.Cancel), null, cancel.Token);
        }
        catch (OperationCanceledException)
        {
            isCancelled = true;
        }

        var (bytes, _) = await FetchAsync(camera, ticket, cancellationToken);
        await camera.ReleaseAsync(ticket, cancellationToken);
        Require(isCancelled, "a transfer that is cancelled at its first bytes does not end as cancelled");
        Require(bytes.Length > 0, "after a cancelled transfer nothing arrives");
    }

    /// <summary>A cancelled exposure is not in the way of the next.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    [ConformanceCheck]
    public async Task After_a_cancelled_exposure_the_next_one_works(CancellationToken cancellationToken)
    {
        await using var camera = await ConnectedAsync(cancellationToken);
        var before = (await camera.ListAsync(cancellationToken)).Select(held => held.Id).ToHashSet();
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(20));
        try
        {
            await camera.ReleaseAsync(await camera.ExposeAsync(cancel.Token), cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Require(camera.State == DeviceState.Ready, $"after a cancelled exposure its state is {camera.State}");
        }

        var ticket = await camera.ExposeAsync(cancellationToken);
        await FetchAsync(camera, ticket, cancellationToken);
        await camera.ReleaseAsync(ticket, cancellationToken);
        foreach (var left in (await camera.ListAsync(cancellationToken)).Where(held => !before.Contains(held.Id)))
            await camera.ReleaseAsync(left, cancellationToken);
    }

    /// <summary>Abort is harmless everywhere.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    [ConformanceCheck]
    public async Task Abort_is_legal_from_any_state(CancellationToken cancellationToken)
    {
        await using var camera = Create();
        await camera.AbortAsync(cancellationToken);
        await camera.ConnectAsync(cancellationToken);
        await camera.AbortAsync(cancellationToken);
        Require(camera.State == DeviceState.Ready, $"after an abort at rest its state is {camera.State}");
        var ticket = await camera.ExposeAsync(cancellationToken);
        await camera.AbortAsync(cancellationToken);
        await camera.ReleaseAsync(ticket, cancellationToken);
    }

    /// <summary>The disk's fault is told from the camera's.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    [ConformanceCheck]
    public async Task A_full_disk_is_reported_as_disk_full_and_the_exposure_is_kept(CancellationToken cancellationToken)
    {
        await using var camera = await ConnectedAsync(cancellationToken);
        var ticket = await camera.ExposeAsync(cancellationToken);
        await RefusesAsync(FaultKind.DiskFull, "a transfer to a full disk", token => camera.TransferAsync(ticket, new Interrupting(static () => throw new IOException("No space left on device", 28)), null, token), cancellationToken);
        var (bytes, _) = await FetchAsync(camera, ticket, cancellationToken);
        await camera.ReleaseAsync(ticket, cancellationToken);
        Require(bytes.Length > 0, "after a full disk nothing arrives");
    }

    /// <summary>A file that is a JPEG is a whole one, and can be decoded: what a sweep asks of a frame.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    [ConformanceCheck]
    public async Task What_is_transferred_is_a_whole_image_file(CancellationToken cancellationToken)
    {
        await using var camera = await ConnectedAsync(cancellationToken);
        var ticket = await camera.ExposeAsync(cancellationToken);
        var (bytes, _) = await FetchAsync(camera, ticket, cancellationToken);
        await camera.ReleaseAsync(ticket, cancellationToken);
        if (!bytes.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8]))
            throw new NotApplicableException($"{ticket.FileName} is no JPEG.");
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(file, bytes, cancellationToken);
            Toolkit.ImageFile.CheckWhole(file);
            Toolkit.ImageFile.SizeOf(file);
        }
        catch (CozException e)
        {
            throw new ConformanceException(e.Message.Replace(file, ticket.FileName, StringComparison.Ordinal));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task<(byte[] Bytes, TransferReceipt Receipt)> FetchAsync(Camera camera, ExposureTicket ticket, CancellationToken cancellationToken, IProgress<TransferProgress>? progress = null)
    {
        using var stream = new MemoryStream();
        var receipt = await camera.TransferAsync(ticket, stream, progress, cancellationToken);
        return (stream.ToArray(), receipt);
    }

    private sealed class Told : IProgress<TransferProgress>
    {
        public long Last { get; private set; }

        public bool IsRising { get; private set; } = true;

        public void Report(TransferProgress value)
        {
            IsRising &= value.Done >= Last;
            Last = value.Done;
        }
    }

    // Does something when the first bytes come, then waits until it is noticed.
    private sealed class Interrupting(Action atFirstBytes) : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => atFirstBytes();

        public override void Write(byte[] buffer, int offset, int count) => atFirstBytes();

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            atFirstBytes();
            await Task.Delay(50, CancellationToken.None);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }
}
