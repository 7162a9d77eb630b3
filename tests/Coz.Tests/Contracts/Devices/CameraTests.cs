using System.Security.Cryptography;
using Coz.Contracts;
using Coz.Contracts.Devices;
using Microsoft.Extensions.Time.Testing;

namespace Coz.Tests.Contracts.Devices;

[TestFixture]
public sealed class CameraTests
{
    private readonly FakeTimeProvider _time = new();

    [Test]
    public async Task Nothing_but_connecting_works_unconnected()
    {
        await using var camera = New();

        Assert.That(await FaultOf(camera.ExposeAsync), Is.EqualTo(FaultKind.NotConnected));
        Assert.That(await FaultOf(token => camera.GetAsync("iso", token)), Is.EqualTo(FaultKind.NotConnected));
        Assert.That(async () => await camera.AbortAsync(), Throws.Nothing);
        Assert.That(async () => await camera.DisconnectAsync(), Throws.Nothing);
    }

    [Test]
    public async Task An_exposure_that_hangs_ends_within_its_deadline_and_the_camera_goes_on()
    {
        await using var camera = await ConnectedAsync();
        camera.OnExpose = async token =>
        {
            await Task.Delay(Timeout.Infinite, token);
            throw new InvalidOperationException("unreachable");
        };

        var hanging = FaultOf(camera.ExposeAsync);
        await _time.PassAsync(hanging);

        Assert.That(await hanging, Is.EqualTo(FaultKind.Timeout));
        Assert.That(camera.State, Is.EqualTo(DeviceState.Ready));
    }

    [Test]
    public async Task An_operation_that_hears_nobody_is_left_behind_and_only_reconnecting_helps()
    {
        await using var camera = await ConnectedAsync();
        using var release = new ManualResetEventSlim();
        camera.OnExpose = _ =>
        {
            release.Wait(CancellationToken.None);
            return Task.FromResult(new ExposureTicket("1", "1.JPG", 4, default));
        };

        var hanging = FaultOf(camera.ExposeAsync);
        await _time.PassAsync(hanging);

        Assert.That(await hanging, Is.EqualTo(FaultKind.Timeout));
        Assert.That(camera.State, Is.EqualTo(DeviceState.Faulted));
        Assert.That(await FaultOf(camera.ExposeAsync), Is.EqualTo(FaultKind.Timeout), "it is refused");
        await camera.DisconnectAsync();
        await camera.ConnectAsync();
        Assert.That(await camera.GetAsync("iso"), Is.EqualTo("1"));
        release.Set();
    }

    [Test]
    public async Task A_second_operation_is_refused_as_busy_and_the_first_goes_on()
    {
        await using var camera = await ConnectedAsync();
        var gate = new TaskCompletionSource<ExposureTicket>();
        camera.OnExpose = _ => gate.Task;
        var first = camera.ExposeAsync();

        Assert.That(await FaultOf(token => camera.GetAsync("iso", token)), Is.EqualTo(FaultKind.Busy));
        gate.SetResult(new ExposureTicket("7", "7.JPG", 4, default));
        Assert.That((await first).Id, Is.EqualTo("7"));
    }

    [Test]
    public async Task A_refused_connect_leaves_the_connection_of_others_alone()
    {
        await using var camera = New();
        var gate = new TaskCompletionSource<DeviceIdentity>();
        camera.OnConnect = _ => gate.Task;
        var first = camera.ConnectAsync();

        Assert.That(await FaultOf(camera.ConnectAsync), Is.EqualTo(FaultKind.Busy));
        gate.SetResult(new DeviceIdentity("COZ", "fake"));
        await first;
        Assert.That(camera.State, Is.EqualTo(DeviceState.Ready));
    }

    [Test]
    public async Task A_connection_that_fails_is_closed_again()
    {
        await using var camera = New();
        camera.OnConnect = _ => throw new IOException("no such port");

        Assert.That(await FaultOf(camera.ConnectAsync), Is.EqualTo(FaultKind.Protocol));
        Assert.That(camera.Closed, Is.EqualTo(1));
        Assert.That(camera.State, Is.EqualTo(DeviceState.Disconnected));
    }

    [Test]
    public async Task After_unplugging_there_is_no_silent_reconnect()
    {
        await using var camera = await ConnectedAsync();
        camera.OnExpose = _ => throw new DeviceException(FaultKind.Unplugged, "gone");

        Assert.That(await FaultOf(camera.ExposeAsync), Is.EqualTo(FaultKind.Unplugged));
        camera.OnExpose = _ => Task.FromResult(new ExposureTicket("1", "1.JPG", 4, default));
        Assert.That(await FaultOf(camera.ExposeAsync), Is.EqualTo(FaultKind.Unplugged));
        await camera.DisconnectAsync();
        await camera.ConnectAsync();
        Assert.That(async () => await camera.ExposeAsync(), Throws.Nothing);
    }

    [Test]
    public async Task Whatever_a_driver_throws_is_a_fault_of_a_kind()
    {
        await using var camera = await ConnectedAsync();
        foreach (var thrown in new Exception[] { new CozException("the folder is gone"), new IOException("the folder is gone") })
        {
            camera.OnExpose = _ => throw thrown;
            Assert.That(async () => await camera.ExposeAsync(), Throws.InstanceOf<DeviceException>().With.Property("Kind").EqualTo(FaultKind.Protocol).And.Message.StartsWith("camera: expose: ").And.Message.EndsWith("the folder is gone").And.InnerException.SameAs(thrown));
        }
    }

    [Test]
    public async Task Wrong_use_stays_wrong_use()
    {
        await using var camera = await ConnectedAsync();
        camera.OnExpose = _ => throw new UsageException("no such option");

        Assert.That(async () => await camera.ExposeAsync(), Throws.InstanceOf<UsageException>().With.Message.EqualTo("no such option"));
    }

    [Test]
    public async Task A_cancelled_operation_ends_as_cancelled()
    {
        await using var camera = await ConnectedAsync();
        using var cancel = new CancellationTokenSource();
        camera.OnExpose = async token =>
        {
            await cancel.CancelAsync();
            await Task.Delay(Timeout.Infinite, token);
            throw new InvalidOperationException("unreachable");
        };

        Assert.That(async () => await camera.ExposeAsync(cancel.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(camera.State, Is.EqualTo(DeviceState.Ready));
    }

    [Test]
    public async Task Abort_ends_an_exposure()
    {
        await using var camera = await ConnectedAsync();
        var begun = new TaskCompletionSource();
        camera.OnExpose = async token =>
        {
            begun.SetResult();
            await Task.Delay(Timeout.Infinite, token);
            throw new InvalidOperationException("unreachable");
        };
        var exposure = camera.ExposeAsync();
        await begun.Task;

        await camera.AbortAsync();

        Assert.That(async () => await exposure, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(camera.State, Is.EqualTo(DeviceState.Ready));
    }

    [Test]
    public async Task A_transfer_is_counted_and_hashed()
    {
        await using var camera = await ConnectedAsync();
        using var file = new MemoryStream();

        var receipt = await camera.TransferAsync(new ExposureTicket("1", "1.JPG", 4, default), file);

        Assert.That(receipt, Is.EqualTo(new TransferReceipt(4, Convert.ToHexStringLower(SHA256.HashData("abcd"u8)))));
        Assert.That(file.ToArray(), Is.EqualTo("abcd"u8.ToArray()));
    }

    [Test]
    public async Task A_transfer_of_another_length_or_of_other_bytes_is_partial()
    {
        await using var camera = await ConnectedAsync();
        var ticket = new ExposureTicket("1", "1.JPG", 5, default);

        Assert.That(await FaultOf(token => camera.TransferAsync(ticket, Stream.Null, null, token)), Is.EqualTo(FaultKind.PartialTransfer));
        ticket = ticket with { Length = null };
        await camera.TransferAsync(ticket, Stream.Null);
        camera.OnTransfer = (stream, token) => stream.WriteAsync("abce"u8.ToArray(), token).AsTask();
        Assert.That(await FaultOf(token => camera.TransferAsync(ticket, Stream.Null, null, token)), Is.EqualTo(FaultKind.PartialTransfer));
    }

    [Test]
    public async Task A_full_disk_is_told_from_a_fault_of_the_camera()
    {
        await using var camera = await ConnectedAsync();
        var ticket = new ExposureTicket("1", "1.JPG", 4, default);
        camera.OnTransfer = async (stream, token) =>
        {
            try
            {
                await stream.WriteAsync("abcd"u8.ToArray(), token);
            }
            catch (CozException e)
            {
                throw new InvalidOperationException("a driver that hides what the stream said", e);
            }
        };

        Assert.That(await FaultOf(token => camera.TransferAsync(ticket, new FullStream(), null, token)), Is.EqualTo(FaultKind.DiskFull));
        Assert.That(camera.State, Is.EqualTo(DeviceState.Ready), "the exposure can be transferred elsewhere");
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_destination_that_cannot_be_written_is_a_fault_of_the_disk_also_where_the_driver_hides_it(bool isHidden)
    {
        await using var camera = await ConnectedAsync();
        camera.OnTransfer = async (stream, token) =>
        {
            try
            {
                await stream.WriteAsync("abcd"u8.ToArray(), token);
            }
            catch (CozException) when (isHidden)
            {
                // A driver that goes on as if nothing had been.
            }
        };

        Assert.That(await FaultOf(token => camera.TransferAsync(new ExposureTicket("1", "1.JPG", null, default), new BrokenStream(), null, token)), Is.EqualTo(FaultKind.DiskError));
        Assert.That(camera.State, Is.EqualTo(DeviceState.Ready));
    }

    [Test]
    public async Task An_id_that_was_released_cannot_be_given_again()
    {
        await using var camera = await ConnectedAsync();
        await camera.ReleaseAsync(await camera.ExposeAsync());

        Assert.That(await FaultOf(camera.ExposeAsync), Is.EqualTo(FaultKind.Protocol));
        camera.OnExpose = _ => Task.FromResult(new ExposureTicket("2", "1.JPG", 4, default));
        Assert.That((await camera.ExposeAsync()).Id, Is.EqualTo("2"), "a file's name may come again, an id may not");
    }

    [Test]
    public async Task A_released_exposure_is_gone()
    {
        await using var camera = await ConnectedAsync();
        var ticket = new ExposureTicket("1", "1.JPG", 4, default);
        await camera.ReleaseAsync(ticket);

        Assert.That(await FaultOf(token => camera.TransferAsync(ticket, Stream.Null, null, token)), Is.EqualTo(FaultKind.Rejected));
        Assert.That(await FaultOf(token => camera.ReleaseAsync(ticket, token)), Is.EqualTo(FaultKind.Rejected));
    }

    [Test]
    public async Task A_setting_is_read_back_from_the_camera()
    {
        await using var camera = await ConnectedAsync();
        camera.OnGet = _ => "what the camera made of it";

        Assert.That(await camera.SetAsync("iso", "100"), Is.EqualTo("what the camera made of it"));
    }

    [Test]
    public async Task Health_tells_of_faults()
    {
        await using var camera = New();
        var seen = new List<DeviceHealth>();
        camera.HealthChanged += (_, health) => seen.Add(health);
        await camera.ConnectAsync();
        camera.OnExpose = _ => throw new DeviceException(FaultKind.CardFull, "full");
        await FaultOf(camera.ExposeAsync);

        Assert.That(seen.Select(health => health.Fault), Does.Contain(FaultKind.CardFull));
        Assert.That(camera.State, Is.EqualTo(DeviceState.Ready));
    }

    internal static async Task<FaultKind?> FaultOf(Func<CancellationToken, Task> operation)
    {
        try
        {
            await operation(CancellationToken.None);
            return null;
        }
        catch (DeviceException e)
        {
            return e.Kind;
        }
    }

    private FakeCamera New() => new(new RigContext(_time, "", 0));

    private async Task<FakeCamera> ConnectedAsync()
    {
        var camera = New();
        await camera.ConnectAsync();
        return camera;
    }

    private sealed class BrokenStream : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => throw new IOException("Input/output error", 5);
    }

    private sealed class FullStream : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => throw new IOException("No space left on device", 28);
    }
}
