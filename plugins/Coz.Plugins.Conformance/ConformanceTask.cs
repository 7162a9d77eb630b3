using System.Text.Json.Nodes;
using Coz.Conformance;
using Coz.Contracts;
using Coz.Contracts.Devices;

namespace Coz.Plugins.Conformance;

/// <summary>Runs the conformance checks on the drivers and aligners of a plugin: what <c>coz plugins test</c> does.</summary>
/// <param name="options">What to try.</param>
/// <param name="parts">The parts.</param>
[Plugin("conformance", Summary = "Runs the conformance checks on a camera, a zoom lens or an aligner")]
public sealed class ConformanceTask(ConformanceOptions options, IPartFactory parts) : ExperimentTask
{
    /// <inheritdoc/>
    public override IEnumerable<string> Validate()
    {
        if (Suites(RigContext.Example).Count == 0)
            return [$"plugin {options.Plugin}: none of the sections camera, lens and aligner names a part of it. It has {Names()}; a configuration looks like {{ \"camera\": {{ \"name\": ... }} }}."];
        return [.. Faults(options.Camera), .. Faults(options.Lens)];
    }

    /// <inheritdoc/>
    public override async Task<TaskResult> RunAsync(IRunContext run, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("coz-conformance-").FullName;
        try
        {
            var context = new RigContext(TimeProvider.System, folder, run.Seed);
            var tried = new List<(string Part, ConformanceResult Result)>();
            foreach (var (part, suite, names) in Suites(context))
            {
                using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(options.Deadline));
                using var any = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
                foreach (var name in names)
                {
                    await run.WaitWhilePausedAsync(cancellationToken);
                    run.Publish(new ProgressEvent(part, tried.Count(check => check.Part == part), names.Count, name.Replace('_', ' ')));
                    tried.Add((part, await TryAsync(suite, name, any.Token, cancellationToken)));
                }
            }

            run.Publish(new TableEvent("Conformance", ["part", "check", "outcome", "why"], [.. tried.Select(check => (IReadOnlyList<string>)[check.Part, check.Result.Check.Replace('_', ' '), Outcome(check.Result), check.Result.Message])]));
            return Result(tried);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // What a driver says before it is connected: a missing file or port is a fault of the configuration, not of a dozen checks.
    private List<string> Faults<T>(Part<T>? part)
        where T : RigDevice
    {
        if (part is null || !IsOurs<T>(part.Name))
            return [];
        try
        {
            var device = parts.Create(part, RigContext.Example);
            try
            {
                return [.. device.Check(null)];
            }
            finally
            {
                device.DisposeAsync().AsTask().GetAwaiter().GetResult();
            }
        }
        catch (CozException e)
        {
            return [e.Message];
        }
    }

    private static async Task<ConformanceResult> TryAsync(ConformanceSuite suite, string name, CancellationToken deadline, CancellationToken cancellationToken)
    {
        try
        {
            return await suite.RunAsync(name, deadline).WaitAsync(deadline);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ConformanceResult(name, ConformanceOutcome.Failed, "it did not end within the deadline of all checks: task:deadline");
        }
    }

    private static string Outcome(ConformanceResult result) => result.Outcome switch { ConformanceOutcome.Passed => "passed", ConformanceOutcome.Failed => "failed", _ => "not applicable" };

    private static TaskResult Result(IReadOnlyList<(string Part, ConformanceResult Result)> tried)
    {
        var failed = tried.Count(check => check.Result.Outcome == ConformanceOutcome.Failed);
        var json = new JsonObject
        {
            ["passed"] = tried.Count(check => check.Result.Outcome == ConformanceOutcome.Passed),
            ["failed"] = failed,
            ["not_applicable"] = tried.Count(check => check.Result.Outcome == ConformanceOutcome.NotApplicable),
            ["checks"] = new JsonArray([.. tried.Select(check => (JsonNode)new JsonObject
            {
                ["part"] = check.Part,
                ["check"] = check.Result.Check,
                ["outcome"] = Outcome(check.Result),
                ["message"] = check.Result.Message,
            })]),
        };
        return new TaskResult(json, failed == 0);
    }

    private List<(string Part, ConformanceSuite Suite, IReadOnlyList<string> Names)> Suites(RigContext context)
    {
        var suites = new List<(string, ConformanceSuite, IReadOnlyList<string>)>();
        if (options.Camera is { } camera && IsOurs<Camera>(camera.Name))
            suites.Add(($"camera/{camera.Name}", new CameraChecks(() => parts.Create(camera, context)), ConformanceSuite.NamesOf<CameraChecks>()));
        if (options.Lens is { } lens && IsOurs<ZoomLens>(lens.Name))
            suites.Add(($"lens/{lens.Name}", new ZoomLensChecks(() => parts.Create(lens, context)), ConformanceSuite.NamesOf<ZoomLensChecks>()));
        if (options.Aligner is { } aligner && IsOurs<Aligner>(aligner.Name))
            suites.Add(($"aligner/{aligner.Name}", new AlignerChecks(() => parts.Create(aligner)), ConformanceSuite.NamesOf<AlignerChecks>()));
        return suites;
    }

    private bool IsOurs<T>(string name)
        where T : class => options.Plugin.Length == 0 || parts.List<T>().Any(part => part.Name == name && part.PluginId == options.Plugin);

    private string Names()
    {
        IEnumerable<PartInfo> all = [.. parts.List<Camera>(), .. parts.List<ZoomLens>(), .. parts.List<Aligner>()];
        var names = all.Where(part => options.Plugin.Length == 0 || part.PluginId == options.Plugin).Select(part => $"{part.Kind}/{part.Name}").ToList();
        return names.Count > 0 ? string.Join(", ", names) : "no camera, lens or aligner";
    }
}
