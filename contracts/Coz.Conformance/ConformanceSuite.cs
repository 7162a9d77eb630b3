using System.Reflection;
using Coz.Contracts;

namespace Coz.Conformance;

/// <summary>Checks of one kind of part; each gets a part of its own.</summary>
public abstract class ConformanceSuite
{
    /// <summary>The names of a suite's checks, in the order they are written.</summary>
    /// <typeparam name="T">The suite.</typeparam>
    /// <returns>The names.</returns>
    public static IReadOnlyList<string> NamesOf<T>()
        where T : ConformanceSuite => [.. Methods(typeof(T)).Select(method => method.Name)];

    /// <summary>Runs one check.</summary>
    /// <param name="check">Its name.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Its result; never a fault of the part as an exception.</returns>
    public async Task<ConformanceResult> RunAsync(string check, CancellationToken cancellationToken = default)
    {
        var method = Methods(GetType()).Single(method => method.Name == check);
        try
        {
            await (Task)method.Invoke(this, [cancellationToken])!;
            return new ConformanceResult(check, ConformanceOutcome.Passed);
        }
        catch (Exception e) when (e is OperationCanceledException && cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (NotApplicableException e)
        {
            return new ConformanceResult(check, ConformanceOutcome.NotApplicable, e.Message);
        }
#pragma warning disable CA1031 // Whatever a foreign driver throws is the result of this check alone.
        catch (Exception e)
        {
            return new ConformanceResult(check, ConformanceOutcome.Failed, e is ConformanceException or CozException ? e.Message : $"{e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")}");
        }
#pragma warning restore CA1031
    }

    /// <summary>Fails the check unless something holds.</summary>
    /// <param name="holds">Whether it holds.</param>
    /// <param name="message">What was expected and what was seen.</param>
    protected static void Require(bool holds, string message)
    {
        if (!holds)
            throw new ConformanceException(message);
    }

    private static IEnumerable<MethodInfo> Methods(Type suite) => suite.GetMethods().Where(method => method.IsDefined(typeof(ConformanceCheckAttribute))).OrderBy(method => method.MetadataToken);
}
