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

    /// <summary>The scenes of the training half that are held out of training patches, as in train.</summary>
    [Description("The training scenes that hold_out keeps out of training patches, paired as in train.")]
    HeldOut,

    /// <summary>The test half.</summary>
    [Description("The test half.")]
    Test,
}
