namespace Coz.Plugins.Cost.Measuring;

/// <summary>The ways through a decoder that are measured.</summary>
public enum CostPaths
{
    /// <summary>Both.</summary>
    All,

    /// <summary>The grid alone: what inference takes.</summary>
    Grid,

    /// <summary>Points in chunks alone.</summary>
    Points,
}
