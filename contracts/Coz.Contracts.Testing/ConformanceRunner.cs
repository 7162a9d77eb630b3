using Coz.Conformance;
using NUnit.Framework;

namespace Coz.Contracts.Testing;

/// <summary>Runs the checks of <c>Coz.Conformance</c> as tests.</summary>
internal static class ConformanceRunner
{
    public static async Task RunAsync(ConformanceSuite suite, string check)
    {
        var result = await suite.RunAsync(check);
        if (result.Outcome == ConformanceOutcome.Failed)
            Assert.Fail(result.Message);
        if (result.Outcome == ConformanceOutcome.NotApplicable)
            Assert.Pass(result.Message);
    }
}
