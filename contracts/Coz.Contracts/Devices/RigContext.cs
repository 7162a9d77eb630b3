using System.Collections.Concurrent;

namespace Coz.Contracts.Devices;

/// <summary>
/// What the devices of one rig are given by the task that uses them: time, a seed, a folder, and each other. Drivers that belong
/// together (a simulated camera and its lens) meet in <see cref="Shared"/>; nothing of it is static.
/// </summary>
/// <param name="time">The clock: deadlines, settling and simulated motion go by it, so that tests need not wait.</param>
/// <param name="folder">Where a driver may keep what outlives the process (a simulated camera's card); made by the first who writes there.</param>
/// <param name="seed">The seed of whatever is random.</param>
public sealed class RigContext(TimeProvider time, string folder, int seed) : IPartContext<RigContext>
{
    private readonly ConcurrentDictionary<string, Lazy<object>> _shared = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public static RigContext Example => new(TimeProvider.System, Path.Combine(Path.GetTempPath(), "coz-rig-example"), 0);

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; } = time;

    /// <summary>Where a driver may keep what outlives the process, absolute.</summary>
    public string Folder { get; } = folder;

    /// <summary>The seed of whatever is random.</summary>
    public int Seed { get; } = seed;

    /// <summary>An object that several devices of this rig have in common.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="key">Its name; begin it with the plugin's id.</param>
    /// <param name="make">Makes it for the first who asks.</param>
    /// <returns>The object.</returns>
    public T Shared<T>(string key, Func<T> make)
        where T : class => (T)_shared.GetOrAdd(key, _ => new Lazy<object>(make)).Value;
}
