using Coz.Contracts;
using Coz.Contracts.Models;

namespace Coz.Plugins.Benchmark;

/// <summary>What can be checked before anything is computed: models resolve, and pairs can be listed.</summary>
internal static class BenchmarkChecks
{
    public static IEnumerable<string> Faults(BenchmarkOptions options, IPartFactory parts)
    {
        var factory = new ModelFactory(parts);
        foreach (var model in options.Models)
        {
            if (FaultOf(() => factory.Resolve(model)) is { } fault)
                yield return $"models: {fault}";
        }

        if (FaultOf(() => parts.Create(options.Data).List()) is { } dataFault)
            yield return $"data: {dataFault}";
        foreach (var metric in options.Metrics)
        {
            if (FaultOf(() => parts.Create(metric)) is { } fault)
                yield return $"metrics: {fault}";
        }
    }

    private static string? FaultOf(Func<object> check)
    {
        try
        {
            check();
            return null;
        }
        catch (CozException e)
        {
            return e.Message;
        }
    }
}
