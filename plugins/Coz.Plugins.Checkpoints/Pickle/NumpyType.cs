namespace Coz.Plugins.Checkpoints.Pickle;

/// <summary>A numpy scalar's type: <c>f8</c>, <c>i8</c>.</summary>
internal sealed record NumpyType(string Code);
