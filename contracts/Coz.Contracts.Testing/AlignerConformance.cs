using Coz.Conformance;
using Coz.Contracts.Devices;
using NUnit.Framework;

namespace Coz.Contracts.Testing;

/// <summary>What COZ asks of an aligner: inherit it in a class marked <c>[TestFixture]</c>. The same checks run by <c>coz plugins test</c>.</summary>
public abstract class AlignerConformance
{
    /// <summary>The checks.</summary>
    public static IEnumerable<string> Checks => ConformanceSuite.NamesOf<AlignerChecks>();

    /// <summary>One check of the list.</summary>
    /// <param name="check">Its name.</param>
    /// <returns>A task that ends with the check.</returns>
    [TestCaseSource(nameof(Checks))]
    public Task Conforms(string check) => ConformanceRunner.RunAsync(new AlignerChecks(Create), check);

    /// <summary>Makes an aligner.</summary>
    /// <returns>The aligner.</returns>
    protected abstract Aligner Create();
}
