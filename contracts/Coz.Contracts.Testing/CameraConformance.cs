using Coz.Conformance;
using Coz.Contracts.Devices;
using NUnit.Framework;

namespace Coz.Contracts.Testing;

/// <summary>What COZ asks of a camera driver: inherit it in a class marked <c>[TestFixture]</c>. The same checks run by <c>coz plugins test</c>.</summary>
public abstract class CameraConformance
{
    /// <summary>The checks.</summary>
    public static IEnumerable<string> Checks => ConformanceSuite.NamesOf<CameraChecks>();

    /// <summary>One check of the list.</summary>
    /// <param name="check">Its name.</param>
    /// <returns>A task that ends with the check.</returns>
    [TestCaseSource(nameof(Checks))]
    public Task Conforms(string check) => ConformanceRunner.RunAsync(new CameraChecks(Create), check);

    /// <summary>Makes a device that is not connected; called several times, for the same hardware.</summary>
    /// <returns>The device; the checks dispose it.</returns>
    protected abstract Camera Create();
}
