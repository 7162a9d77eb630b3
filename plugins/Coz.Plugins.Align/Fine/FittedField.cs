using Coz.Contracts.Devices;

namespace Coz.Plugins.Align;

/// <summary>A field and how sure it is.</summary>
/// <param name="Field">The field.</param>
/// <param name="DeviationAt">The deviation of a displacement at a reference pixel (x, y), both directions together, in reference pixels.</param>
internal sealed record FittedField(SmoothField Field, Func<double, double, double> DeviationAt);
