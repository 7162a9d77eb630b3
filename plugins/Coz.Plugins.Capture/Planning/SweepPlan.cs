using System.Globalization;
using Coz.Contracts;
using Coz.Contracts.Devices;

namespace Coz.Plugins.Capture;

/// <summary>The steps of a sweep: where the lens goes, and what focal length is expected there.</summary>
/// <param name="Unit">The unit of the positions.</param>
/// <param name="Steps">The steps, in order.</param>
internal sealed record SweepPlan(string Unit, IReadOnlyList<FocalPoint> Steps)
{
    /// <summary>The calibration that it stands on; null if the lens knows its focal lengths itself.</summary>
    public CalibrationFile? Calibration { get; init; }

    /// <exception cref="CozException">The lens cannot do it: the message says why.</exception>
    public static SweepPlan Of(CaptureOptions options, LensCapabilities lens)
    {
        if (options.Steps == StepUnit.Stops)
            return new SweepPlan(lens.Unit, Stops(options, lens));
        var calibration = options.Calibration.Length > 0 ? CalibrationFile.Read(options.Calibration, lens.Unit) : null;
        var table = calibration?.ToTable() ?? lens.FocalLengths
            ?? throw new CozException("The lens does not know its focal lengths: run the calibrate task, and name its file in task:calibration.");
        foreach (var (key, focal) in new[] { ("from", options.From), ("to", options.To) })
        {
            if (focal < table.Shortest - 1e-9 || focal > table.Longest + 1e-9)
                throw new CozException(Invariant($"task:{key} is {focal:0.##} mm, outside the lens's travel of {table.Shortest:0.##} to {table.Longest:0.##} mm: change the sweep, or the lens."));
        }

        var (first, last) = (table.PositionOf(options.From), table.PositionOf(options.To));
        foreach (var position in new[] { first, last }.Where(position => position < lens.TravelFrom - 1e-9 || position > lens.TravelTo + 1e-9))
            throw new CozException(Invariant($"The calibration leads to {position:0.###} {lens.Unit}, outside the lens's travel of {lens.TravelFrom:0.###} to {lens.TravelTo:0.###} {lens.Unit}: calibrate this lens again."));
        var parts = Enumerable.Range(0, options.Frames).Select(i => (double)i / (options.Frames - 1));
        var positions = options.Steps == StepUnit.Ring
            ? parts.Select(part => first + (part * (last - first)))
            : parts.Select(part => table.PositionOf(options.From + (part * (options.To - options.From))));
        return new SweepPlan(lens.Unit, [.. positions.Select(position => At(table, lens, position))]) { Calibration = calibration };
    }

    /// <summary>The plan as a table.</summary>
    public TableEvent ToTable(string title) => new(
        title,
        ["step", $"position ({Unit})", "focal length (mm)", "scale"],
        [.. Steps.Select((step, i) => (IReadOnlyList<string>)[Invariant($"{i + 1}"), Invariant($"{step.Position:0.###}"), Invariant($"{step.FocalLength:0.##}"), Invariant($"{step.FocalLength / Steps.Min(other => other.FocalLength):0.###}")])]);

    // Rounding must not lead out of the travel: its ends may have more digits.
    private static FocalPoint At(FocalTable table, LensCapabilities lens, double position) =>
        new(Math.Clamp(Math.Round(position, 6), lens.TravelFrom, lens.TravelTo), Math.Round(table.FocalAt(position), 4));

    private static IReadOnlyList<FocalPoint> Stops(CaptureOptions options, LensCapabilities lens)
    {
        if (lens.Stops.Count == 0 || lens.FocalLengths is not { } table)
            throw new CozException("task:steps is stops, and this lens has none: use ring or focal.");
        var (least, greatest) = (Math.Min(options.From, options.To), Math.Max(options.From, options.To));
        var steps = lens.Stops.Select(position => At(table, lens, position)).Where(step => step.FocalLength >= least - 0.5 && step.FocalLength <= greatest + 0.5);
        List<FocalPoint> chosen = [.. options.To > options.From ? steps.OrderBy(step => step.FocalLength) : steps.OrderByDescending(step => step.FocalLength)];
        return chosen.Count >= 2 ? chosen : throw new CozException(Invariant($"From {least:0.##} to {greatest:0.##} mm the lens has {chosen.Count} stops: it has {string.Join(", ", lens.Stops.Select(stop => Invariant($"{table.FocalAt(stop):0.##}")))} mm."));
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
