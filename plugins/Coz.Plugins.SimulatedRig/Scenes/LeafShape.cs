namespace Coz.Plugins.SimulatedRig;

/// <summary>The shapes of the procedural scene.</summary>
internal enum LeafShape
{
    /// <summary>A disk or an ellipse.</summary>
    Disk,

    /// <summary>A rectangle: slanted edges.</summary>
    Rectangle,

    /// <summary>A triangle with equal sides.</summary>
    Triangle,
}
