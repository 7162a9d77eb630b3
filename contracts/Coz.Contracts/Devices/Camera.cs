using System.Collections.Concurrent;

namespace Coz.Contracts.Devices;

/// <summary>
/// A camera. Exposing and transferring are two things: the next move of the lens need not wait for a cable, and an exposure whose
/// transfer failed is not lost. An exposure stays transferable until it is released.
/// </summary>
/// <param name="options">The driver's options.</param>
/// <param name="context">The rig it belongs to.</param>
[PluginKind("camera")]
public abstract class Camera(DeviceOptions options, RigContext context) : RigDevice(options, context)
{
    /// <summary>The property that describes how many pixels a row of the next picture has, a whole number. Where a camera describes width and height, a capture holds its first frame against them, either way round: EXIF may turn it.</summary>
    public const string WidthProperty = "imagewidth";

    /// <summary>The property that describes how many rows the next picture has, a whole number: see <see cref="WidthProperty"/>.</summary>
    public const string HeightProperty = "imageheight";

    private readonly ConcurrentDictionary<string, TransferReceipt> _receipts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _released = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    protected override string Noun => "camera";

    /// <summary>Takes a picture. Returns when no more light is collected: the lens may move then.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What was taken.</returns>
    /// <exception cref="DeviceException">Busy: nothing was taken, try again. CardFull: nothing was taken. Others: something may have been taken, see <see cref="ListAsync"/>.</exception>
    public Task<ExposureTicket> ExposeAsync(CancellationToken cancellationToken = default) =>
        OperateAsync("expose", Deadlines.Expose, async token => Fresh(await ExposeCoreAsync(token)), Rules.Exclusive, cancellationToken);

    /// <summary>The exposures that the camera holds, the oldest first: also those of an earlier connection or another process, where it keeps them.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The exposures.</returns>
    /// <exception cref="DeviceException">They cannot be listed.</exception>
    public Task<IReadOnlyList<ExposureTicket>> ListAsync(CancellationToken cancellationToken = default) =>
        OperateAsync("list", Deadlines.Describe, ListCoreAsync, Rules.Exclusive, cancellationToken);

    /// <summary>Copies an exposure; as often as is asked, until it is released.</summary>
    /// <param name="ticket">The exposure.</param>
    /// <param name="destination">Where it goes; flushed, left open. After a fault its content is worthless.</param>
    /// <param name="progress">Is told how far it is; null for nobody.</param>
    /// <param name="cancellationToken">Gives up; the exposure can be transferred again.</param>
    /// <returns>Length and hash of what was written.</returns>
    /// <exception cref="DeviceException">Rejected: it was released, or is unknown. PartialTransfer: fewer or other bytes than the camera holds. DiskFull, DiskError: the destination cannot be written.</exception>
    public Task<TransferReceipt> TransferAsync(ExposureTicket ticket, Stream destination, IProgress<TransferProgress>? progress = null, CancellationToken cancellationToken = default) => OperateAsync(
        $"transfer {ticket.FileName}",
        Deadlines.Transfer,
        async token =>
        {
            Refuse(ticket);
            using var stream = new TransferStream(destination, ticket.Length, progress);
            try
            {
                await TransferCoreAsync(ticket, stream, token);
                await stream.FlushAsync(token);
            }
            catch (Exception e) when (stream.Fault is { } fault && e is not OperationCanceledException)
            {
                throw fault;
            }

            // A driver that went on without a word.
            if (stream.Fault is { } silent)
                throw silent;
            return Verify(ticket, stream.Receipt());
        },
        Rules.Exclusive,
        cancellationToken);

    /// <summary>Lets the camera forget an exposure. Its only copy is then the one that was transferred, so that one must be safe before.</summary>
    /// <param name="ticket">The exposure.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="DeviceException">Rejected: it is unknown or was released before.</exception>
    public Task ReleaseAsync(ExposureTicket ticket, CancellationToken cancellationToken = default) => OperateAsync(
        $"release {ticket.FileName}",
        Deadlines.Release,
        async token =>
        {
            Refuse(ticket);
            await ReleaseCoreAsync(ticket, token);
            _released[ticket.Id] = true;
        },
        Rules.Exclusive,
        cancellationToken);

    /// <summary>Ends an exposure or a transfer that goes on; legal from any state, also when nothing goes on or nothing is connected.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task AbortAsync(CancellationToken cancellationToken = default)
    {
        Interrupt();
        await IdleAsync(cancellationToken);
        if (State is DeviceState.Ready or DeviceState.Busy)
            await OperateAsync("abort", Deadlines.Stop, AbortCoreAsync, Rules.Beside, cancellationToken);
    }

    /// <summary>Takes a picture; returns when no more light is collected.</summary>
    /// <param name="cancellationToken">Gives up: the shutter is closed, and nothing of this exposure is left in the way of the next.</param>
    /// <returns>What was taken, with an id that no other exposure ever had: see <see cref="ExposureTicket"/>.</returns>
    protected abstract Task<ExposureTicket> ExposeCoreAsync(CancellationToken cancellationToken);

    /// <summary>Lists what the camera holds.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The exposures, the oldest first; empty if it holds none or cannot tell.</returns>
    protected abstract Task<IReadOnlyList<ExposureTicket>> ListCoreAsync(CancellationToken cancellationToken);

    /// <summary>Writes an exposure's bytes, all of them.</summary>
    /// <param name="ticket">The exposure.</param>
    /// <param name="destination">Where they go; counted, hashed and compared with the ticket's length by the caller.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when all bytes are written.</returns>
    protected abstract Task TransferCoreAsync(ExposureTicket ticket, Stream destination, CancellationToken cancellationToken);

    /// <summary>Deletes the camera's copy.</summary>
    /// <param name="ticket">The exposure.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when it is gone.</returns>
    protected abstract Task ReleaseCoreAsync(ExposureTicket ticket, CancellationToken cancellationToken);

    /// <summary>Brings the device itself to rest, after the operation that went on was interrupted.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when it rests.</returns>
    protected abstract Task AbortCoreAsync(CancellationToken cancellationToken);

    // What was released under an id, a session's manifest says; another exposure under it would be taken for settled, and deleted.
    private ExposureTicket Fresh(ExposureTicket ticket) => !_released.ContainsKey(ticket.Id)
        ? ticket
        : throw new DeviceException(FaultKind.Protocol, $"camera: the new exposure {ticket.FileName} has the id {ticket.Id} of one that was released: its driver must never give an id twice.");

    private void Refuse(ExposureTicket ticket)
    {
        if (_released.ContainsKey(ticket.Id))
            throw new DeviceException(FaultKind.Rejected, $"camera: {ticket.FileName} was released, so the camera holds it no more.");
    }

    private TransferReceipt Verify(ExposureTicket ticket, TransferReceipt receipt)
    {
        if (receipt.Length == 0 || (ticket.Length is { } length && length != receipt.Length))
            throw new DeviceException(FaultKind.PartialTransfer, $"camera: the transfer of {ticket.FileName} gave {receipt.Length} bytes, expected {ticket.Length?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "some"}: transfer it again.");
        var first = _receipts.GetOrAdd(ticket.Id, receipt);
        if (first != receipt)
        {
            _receipts.TryRemove(ticket.Id, out _);
            throw new DeviceException(FaultKind.PartialTransfer, $"camera: {ticket.FileName} was transferred twice and is not the same: transfer it again.");
        }

        return receipt;
    }
}
