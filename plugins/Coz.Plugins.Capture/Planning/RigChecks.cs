using System.Globalization;
using Coz.Contracts;
using Coz.Contracts.Devices;

namespace Coz.Plugins.Capture;

/// <summary>What can be said of a rig before anything is connected.</summary>
/// <param name="options">The rig.</param>
/// <param name="parts">The drivers.</param>
internal sealed class RigChecks(RigOptions options, IPartFactory parts)
{
    /// <summary>The faults, a line each, and the plan where there is one.</summary>
    public (IReadOnlyList<string> Faults, SweepPlan? Plan) Examine()
    {
        var context = RigContext.Example;
        try
        {
            var lens = parts.Create(options.Lens, context);
            var camera = parts.Create(options.Camera, context);
            try
            {
                return Examine(camera, lens);
            }
            finally
            {
                camera.DisposeAsync().AsTask().GetAwaiter().GetResult();
                lens.DisposeAsync().AsTask().GetAwaiter().GetResult();
            }
        }
        catch (CozException e)
        {
            return ([e.Message], null);
        }
    }

    private (IReadOnlyList<string> Faults, SweepPlan? Plan) Examine(Camera camera, ZoomLens lens)
    {
        var faults = new List<string>();
        SweepPlan? plan = null;
        RigPlan? sweep = null;
        if (options is CaptureOptions capture)
        {
            try
            {
                plan = SweepPlan.Of(capture, lens.Capabilities);
                sweep = new RigPlan(plan.Steps.Min(step => step.FocalLength), plan.Steps.Max(step => step.FocalLength), plan.Steps.Count);
            }
            catch (CozException e)
            {
                faults.Add(e.Message);
            }
        }

        if (Position(lens.Capabilities) is { } unknown)
            faults.Add(unknown);
        faults.AddRange(lens.Check(sweep));
        faults.AddRange(camera.Check(sweep));
        return (faults, plan);
    }

    // In a line: why nobody will ever know where the lens stands.
    private string? Position(LensCapabilities lens) => options.StandsAt switch
    {
        _ when lens.CanHome || lens.HasEncoder => null,
        _ when !lens.CanDeclare => "lens: it can neither find its zero nor be told where it stands: no sweep can be made with it.",
        null => $"lens: it cannot find its zero: turn its ring to a position you know, and say which in task:stands_at ({lens.Unit}).",
        { } at when !(at >= lens.TravelFrom && at <= lens.TravelTo) => string.Create(CultureInfo.InvariantCulture, $"task:stands_at is {at:0.###} {lens.Unit}, outside the lens's travel of {lens.TravelFrom:0.###} to {lens.TravelTo:0.###} {lens.Unit}."),
        _ => null,
    };
}
