using System.Globalization;
using Coz.Contracts.Devices;

namespace Coz.Conformance;

/// <summary>What holds for every device.</summary>
/// <typeparam name="T">Its kind.</typeparam>
/// <param name="create">Makes a device that is not connected; called at least once a check, for the same hardware.</param>
public abstract class DeviceChecks<T>(Func<T> create) : ConformanceSuite
    where T : RigDevice
{
    /// <summary>Nothing but connecting works.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    [ConformanceCheck]
    public async Task Unconnected_it_refuses_everything_as_not_connected(CancellationToken cancellationToken)
    {
        await using var device = create();
        Require(device.Identity is null, "it has an identity before it is connected");
        await RefusesAsync(FaultKind.NotConnected, "describe", token => device.DescribeAsync(token), cancellationToken);
        await RefusesAsync(FaultKind.NotConnected, "get", token => device.GetAsync("anything", token), cancellationToken);
        await device.DisconnectAsync(cancellationToken);
    }

    /// <summary>The port is free after a disconnect, and after a disposal.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    [ConformanceCheck]
    public async Task It_connects_tells_who_it_is_and_connects_again_after_a_disconnect(CancellationToken cancellationToken)
    {
        await using (var device = create())
        {
            for (var round = 0; round < 2; round++)
            {
                await device.ConnectAsync(cancellationToken);
                await device.ConnectAsync(cancellationToken);
                Require(device.State == DeviceState.Ready, $"connected, its state is {device.State}, expected Ready");
                Require(!string.IsNullOrWhiteSpace(device.Identity?.Model), "connected, it does not tell its model");
                await device.DisconnectAsync(cancellationToken);
                Require(device.State == DeviceState.Disconnected, $"disconnected, its state is {device.State}");
            }
        }

        await using var other = create();
        await other.ConnectAsync(cancellationToken);
    }

    /// <summary>A connection that is given up leaves nothing behind.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    [ConformanceCheck]
    public async Task It_connects_after_a_connection_that_was_cancelled(CancellationToken cancellationToken)
    {
        await using var device = create();
        using var cancelled = new CancellationTokenSource(TimeSpan.FromMilliseconds(5));
        try
        {
            await device.ConnectAsync(cancelled.Token);
        }
        catch (OperationCanceledException)
        {
            Require(device.State == DeviceState.Disconnected, $"after a cancelled connection its state is {device.State}");
        }

        await device.ConnectAsync(cancellationToken);
        await device.DescribeAsync(cancellationToken);
    }

    /// <summary>Every key once, every value legal, and what Get says.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    [ConformanceCheck]
    public async Task Its_properties_are_described_with_legal_values_that_get_confirms(CancellationToken cancellationToken)
    {
        await using var device = await ConnectedAsync(cancellationToken);
        var properties = await device.DescribeAsync(cancellationToken);
        Require(properties.Select(property => property.Key).Distinct().Count() == properties.Count, $"a key is described twice: {string.Join(", ", properties.Select(property => property.Key))}");
        foreach (var property in properties)
        {
            Require(IsLegal(property, property.Value), $"{property.Key} has the value '{property.Value}', which is not legal by its own description");
            var value = await device.GetAsync(property.Key, cancellationToken);
            Require(property.IsReadOnly || value == property.Value, $"{property.Key} is described as '{property.Value}', and read as '{value}'");
        }
    }

    /// <summary>A legal value is applied; the old one comes back.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    [ConformanceCheck]
    public async Task A_legal_value_is_set_and_still_there_when_it_is_read_again(CancellationToken cancellationToken)
    {
        await using var device = await ConnectedAsync(cancellationToken);
        var tried = 0;
        foreach (var property in (await device.DescribeAsync(cancellationToken)).Where(property => !property.IsReadOnly))
        {
            if (Another(property) is not { } other)
                continue;
            tried++;
            var back = await device.SetAsync(property.Key, other, cancellationToken);
            var read = await device.GetAsync(property.Key, cancellationToken);
            await device.SetAsync(property.Key, property.Value, cancellationToken);
            Require(DeviceProperty.IsSame(back, other), $"{property.Key} was set to '{other}' and read back as '{back}'");
            Require(DeviceProperty.IsSame(read, other), $"{property.Key} was set to '{other}', and a later read says '{read}'");
        }

        if (tried == 0)
            throw new NotApplicableException("It has no property that can be set to another value.");
    }

    /// <summary>An illegal value is refused, or at least not read back.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    [ConformanceCheck]
    public async Task A_value_that_is_not_legal_is_refused_and_changes_nothing(CancellationToken cancellationToken)
    {
        await using var device = await ConnectedAsync(cancellationToken);
        var tried = 0;
        foreach (var property in (await device.DescribeAsync(cancellationToken)).Where(property => !property.IsReadOnly))
        {
            var illegal = property.Type switch
            {
                PropertyType.Choice => "no such choice",
                PropertyType.Number when property.Maximum is { } maximum => (maximum + 1).ToString(CultureInfo.InvariantCulture),
                PropertyType.Toggle => "perhaps",
                _ => null,
            };
            if (illegal is null)
                continue;
            tried++;
            try
            {
                var back = await device.SetAsync(property.Key, illegal, cancellationToken);
                Require(!DeviceProperty.IsSame(back, illegal), $"{property.Key} takes '{illegal}', which is not legal by its own description");
            }
            catch (DeviceException e)
            {
                Require(e.Kind == FaultKind.Rejected, $"{property.Key} = '{illegal}' fails as {e.Kind}, expected Rejected");
            }

            var read = await device.GetAsync(property.Key, cancellationToken);
            Require(DeviceProperty.IsSame(read, property.Value), $"{property.Key} was '{property.Value}', and is '{read}' after an illegal value");
        }

        if (tried == 0)
            throw new NotApplicableException("It has no property with a limited set of values.");
    }

    /// <summary>Unknown and read-only properties are refused.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    [ConformanceCheck]
    public async Task Unknown_and_read_only_properties_are_refused_as_rejected(CancellationToken cancellationToken)
    {
        await using var device = await ConnectedAsync(cancellationToken);
        await RefusesAsync(FaultKind.Rejected, "get of an unknown property", token => device.GetAsync("no_such_property", token), cancellationToken);
        await RefusesAsync(FaultKind.Rejected, "set of an unknown property", token => device.SetAsync("no_such_property", "1", token), cancellationToken);
        foreach (var property in (await device.DescribeAsync(cancellationToken)).Where(property => property.IsReadOnly))
            await RefusesAsync(FaultKind.Rejected, $"set of {property.Key}, which is read-only,", token => device.SetAsync(property.Key, property.Value, token), cancellationToken);
    }

    /// <summary>Disposing twice is harmless; afterwards nothing works.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    [ConformanceCheck]
    public async Task Disposed_twice_it_does_nothing_more(CancellationToken cancellationToken)
    {
        var device = await ConnectedAsync(cancellationToken);
        await device.DisposeAsync();
        await device.DisposeAsync();
        try
        {
            await device.ConnectAsync(cancellationToken);
        }
        catch (ObjectDisposedException)
        {
            return;
        }

        throw new ConformanceException("it connects after it was disposed");
    }

    /// <summary>A connected device.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The device; the caller disposes it.</returns>
    protected async Task<T> ConnectedAsync(CancellationToken cancellationToken)
    {
        var device = create();
        await device.ConnectAsync(cancellationToken);
        return device;
    }

    /// <summary>Makes a device that is not connected.</summary>
    /// <returns>The device; the caller disposes it.</returns>
    protected T Create() => create();

    /// <summary>Requires that an operation is refused with a kind of fault.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="what">The operation, in words.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when it was refused.</returns>
    protected static async Task RefusesAsync(FaultKind kind, string what, Func<CancellationToken, Task> operation, CancellationToken cancellationToken)
    {
        try
        {
            await operation(cancellationToken);
        }
        catch (DeviceException e)
        {
            Require(e.Kind == kind, $"{what} fails as {e.Kind} ({e.Message}), expected {kind}");
            return;
        }

        throw new ConformanceException($"{what} works, expected {kind}");
    }

    private static bool IsLegal(DeviceProperty property, string value) => property.Type switch
    {
        PropertyType.Choice => property.IsReadOnly || property.Choices.Contains(value),
        PropertyType.Toggle => value is "true" or "false",
        PropertyType.Number => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && !(number < property.Minimum) && !(number > property.Maximum),
        _ => true,
    };

    private static string? Another(DeviceProperty property) => property.Type switch
    {
        PropertyType.Choice => property.Choices.FirstOrDefault(choice => choice != property.Value),
        PropertyType.Toggle => property.Value == "true" ? "false" : "true",
        PropertyType.Number when property.Minimum is { } minimum && property.Maximum is { } maximum => new[] { minimum, maximum }.Select(limit => limit.ToString(CultureInfo.InvariantCulture)).FirstOrDefault(limit => !DeviceProperty.IsSame(limit, property.Value)),
        _ => null,
    };
}
