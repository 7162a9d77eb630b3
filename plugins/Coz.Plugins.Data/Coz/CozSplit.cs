using System.ComponentModel;

namespace Coz.Plugins.Data;

/// <summary>Which half of the data set whole pairs are of.</summary>
public enum CozSplit
{
    /// <summary>The test half; the training half of a data set without one.</summary>
    [Description("The test half; the training half of a data set without one.")]
    Auto,

    /// <summary>The training half: the largest frame of each scene with each other one.</summary>
    [Description("The training half: the largest frame of each scene with each other one.")]
    Train,

    /// <summary>The test half.</summary>
    [Description("The test half.")]
    Test,
}
