namespace Coz.Plugins.SimulatedRig;

/// <summary>What is painted on a shape of the procedural scene.</summary>
internal enum LeafPattern
{
    /// <summary>One colour.</summary>
    Plain,

    /// <summary>Lines of equal width.</summary>
    Lines,

    /// <summary>A chessboard.</summary>
    Squares,

    /// <summary>A Siemens star.</summary>
    Star,

    /// <summary>Lines of text.</summary>
    Text,
}
