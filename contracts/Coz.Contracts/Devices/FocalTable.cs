namespace Coz.Contracts.Devices;

/// <summary>
/// Which focal length a zoom motor's position gives. Between two points the logarithm of the focal length is linear, as zoom rings
/// nearly are; beyond the ends there is nothing.
/// </summary>
public sealed class FocalTable
{
    /// <summary>Makes a table.</summary>
    /// <param name="points">At least two; positions rise, focal lengths all rise or all fall.</param>
    /// <exception cref="CozException">The points are too few, or not in such an order.</exception>
    public FocalTable(IEnumerable<FocalPoint> points)
    {
        Points = [.. points.OrderBy(point => point.Position)];
        var steps = Points.Zip(Points.Skip(1)).Select(pair => (Position: pair.Second.Position - pair.First.Position, Focal: pair.Second.FocalLength - pair.First.FocalLength)).ToList();
        if (steps.Count == 0 || steps.Exists(step => step.Position <= 0) || Points.Any(point => !(point.FocalLength > 0)) || !(steps.TrueForAll(step => step.Focal > 0) || steps.TrueForAll(step => step.Focal < 0)))
            throw new CozException($"A table of focal lengths needs at least two points, positions that differ, and focal lengths above 0 that only rise or only fall; got {string.Join(", ", Points.Select(point => FormattableString.Invariant($"{point.Position:0.###}: {point.FocalLength:0.##} mm")))}.");
    }

    /// <summary>The points, by position.</summary>
    public IReadOnlyList<FocalPoint> Points { get; }

    /// <summary>The shortest focal length, in mm.</summary>
    public double Shortest => Math.Min(Points[0].FocalLength, Points[^1].FocalLength);

    /// <summary>The longest focal length, in mm.</summary>
    public double Longest => Math.Max(Points[0].FocalLength, Points[^1].FocalLength);

    /// <summary>The focal length at a position.</summary>
    /// <param name="position">A position within the table.</param>
    /// <returns>The focal length in mm.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The position lies outside.</exception>
    public double FocalAt(double position)
    {
        var (a, b) = Around(point => point.Position, position, nameof(position));
        var part = (position - a.Position) / (b.Position - a.Position);
        return Math.Exp(Math.Log(a.FocalLength) + (part * (Math.Log(b.FocalLength) - Math.Log(a.FocalLength))));
    }

    /// <summary>The position that gives a focal length.</summary>
    /// <param name="focalLength">A focal length within the table, in mm.</param>
    /// <returns>The position.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The focal length lies outside.</exception>
    public double PositionOf(double focalLength)
    {
        var (a, b) = Around(point => point.FocalLength, focalLength, nameof(focalLength));
        var part = (Math.Log(focalLength) - Math.Log(a.FocalLength)) / (Math.Log(b.FocalLength) - Math.Log(a.FocalLength));
        return a.Position + (part * (b.Position - a.Position));
    }

    private (FocalPoint A, FocalPoint B) Around(Func<FocalPoint, double> of, double value, string name)
    {
        const double rounding = 1e-9;
        for (var i = 0; i + 1 < Points.Count; i++)
        {
            var (low, high) = (Math.Min(of(Points[i]), of(Points[i + 1])), Math.Max(of(Points[i]), of(Points[i + 1])));
            if (value >= low - rounding && value <= high + rounding)
                return (Points[i], Points[i + 1]);
        }

        throw new ArgumentOutOfRangeException(name, value, "It lies outside the table.");
    }
}
