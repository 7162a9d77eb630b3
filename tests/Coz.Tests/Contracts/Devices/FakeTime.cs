using Microsoft.Extensions.Time.Testing;

namespace Coz.Tests.Contracts.Devices;

/// <summary>Lets hours pass while a task waits for them.</summary>
internal static class FakeTime
{
    /// <summary>Advances a clock until a task has ended.</summary>
    public static async Task PassAsync(this FakeTimeProvider time, Task task, double step = 1)
    {
        for (var i = 0; i < 20000 && !task.IsCompleted; i++)
        {
            time.Advance(TimeSpan.FromSeconds(step));
            await Task.WhenAny(task, Task.Delay(1));
        }

        Assert.That(task.IsCompleted, "it waits for something that time does not bring");
    }
}
